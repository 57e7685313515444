import { liveTrouble } from '#lib/core/live-trouble';
import type { Trouble } from '#lib/core/job';
import type { ProviderApi } from '#lib/providers/provider';

export type Counted = { ok: true; tokens: number[] } | { ok: false; trouble: Trouble };

/** Input tokens of each request by the provider's own count; null where it does not count. */
export async function countRequests(api: ProviderApi, requests: readonly string[], signal: AbortSignal): Promise<Counted | null> {
  const tokens: number[] = [];
  for (const request of requests) {
    const counted = await api.countTokens(request, signal);
    if (counted === null) return null;
    if (!counted.ok) return { ok: false, trouble: liveTrouble(counted.failure) };
    tokens.push(counted.value);
  }
  return { ok: true, tokens };
}
