import type { JsonObject } from '#lib/core/json';
import type { CachedPrefix } from './cache.ts';

interface Counted {
  /** Of the whole prompt, its cached beginning included. */
  promptTokens: number;
  prefix: CachedPrefix | null;
  cached: 'write' | 'read' | null;
  /** Thinking included. */
  outputTokens: number;
  thinkingTokens: number;
  tier: 'batch' | 'standard';
}

/** A message's `usage`: `input_tokens` counts only what was neither written to the cache nor read from it. */
export function usageOf({ promptTokens, prefix, cached, outputTokens, thinkingTokens, tier }: Counted): JsonObject {
  const cachedTokens = prefix ? Math.min(prefix.tokens, promptTokens) : 0;
  const written = cached === 'write' ? cachedTokens : 0;
  return {
    input_tokens: promptTokens - cachedTokens,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cachedTokens - written,
    cache_creation: {
      ephemeral_5m_input_tokens: prefix?.ttl === '5m' ? written : 0,
      ephemeral_1h_input_tokens: prefix?.ttl === '1h' ? written : 0,
    },
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: thinkingTokens },
    server_tool_use: null,
    service_tier: tier,
    inference_geo: null,
    speed: null,
  };
}
