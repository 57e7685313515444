import type { EndpointInfo } from './endpoint.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How long providers keep the results of a batch: OpenAI's files 30 days by default, Anthropic's results 29 days from the batch's creation. */
const KEPT: Record<EndpointInfo['protocol'], { host: string; days: number }> = {
  openai: { host: 'api.openai.com', days: 30 },
  anthropic: { host: 'api.anthropic.com', days: 29 },
};

/**
 * When the first of a job's batches is deleted at the provider, ms; until then all of it can be read there. Null: the place decides for
 * itself (another server, the sandbox), or nothing was sent. `sentAt`: when each batch was made, where that is known.
 */
export function keptUntil({ protocol, host, kind }: EndpointInfo, sentAt: readonly (number | null)[]): number | null {
  const times = sentAt.filter((at) => at !== null);
  if (kind === 'sandbox' || times.length === 0 || !host.endsWith(KEPT[protocol].host)) return null;
  return Math.min(...times) + KEPT[protocol].days * DAY_MS;
}
