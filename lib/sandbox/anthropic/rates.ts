import type { Limits } from '../settings.ts';
import type { Fault } from './errors.ts';

const MINUTE_MS = 60_000;

export type RateVerdict = { fault: Fault; headers: Record<string, string> } | null;

/** Counts calls; gives the refusal of those beyond a limit. */
export function rateLimiter({ callsPerMinute, overloadedEvery }: Limits): () => RateVerdict {
  let recent: number[] = [];
  let calls = 0;
  return (): RateVerdict => {
    calls += 1;
    if (overloadedEvery !== null && calls % overloadedEvery === 0) return { fault: OVERLOADED, headers: {} };
    if (callsPerMinute === null) return null;
    const now = Date.now();
    recent = recent.filter((at) => at > now - MINUTE_MS);
    if (recent.length < callsPerMinute) {
      recent.push(now);
      return null;
    }
    const wait = Math.max(1, Math.ceil((recent[0]! + MINUTE_MS - now) / 1000));
    const message = `${callsPerMinute} calls a minute are possible. Come again in ${wait} s.`;
    return { fault: { type: 'rate_limit_error', message }, headers: { 'retry-after': String(wait) } };
  };
}

const OVERLOADED: Fault = { type: 'overloaded_error', message: 'The service has too much to do at the moment. Try again later.' };
