import type { JsonObject } from './json.ts';

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  /** Part of `inputTokens` read from the provider's cache. */
  cachedTokens: number;
  /** Part of `outputTokens` spent on thinking. */
  reasoningTokens: number;
}

/** One object found in a response. `inputId` is null where the object names no row. */
export interface AnsweredRow {
  inputId: string | null;
  value: JsonObject;
}

/**
 * One response line, read. Never thrown away, never throwing: whatever could not be read is told in `problem`.
 *
 * `outcome` says what befell the request as a whole: `answered`, or why it may be incomplete. Rows are
 * listed for every outcome, since whole rows of a bad response are kept.
 */
export interface DecodedResponse {
  /** Null where the line is not JSON or names no request. */
  customId: string | null;
  outcome: 'answered' | 'unreadable' | 'refused' | 'truncated' | 'failed' | 'expired' | 'cancelled';
  rows: AnsweredRow[];
  /** The answer's text as it came, where it yielded no rows; null otherwise. */
  text: string | null;
  /** What went wrong or was unusual, in words for a person; null where nothing was. */
  problem: string | null;
  /** The provider's own code, where there is one: `rate_limit_exceeded`, `429`, `content_filter` … */
  code: string | null;
  usage: Usage | null;
  /** The model that answered, by the response's own word. */
  model: string | null;
}
