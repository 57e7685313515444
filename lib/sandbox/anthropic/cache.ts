import { isJsonObject, type JsonObject } from '#lib/core/json';
import { hashText } from '../run/order.ts';
import { promptBlocks } from './blocks.ts';
import type { ModelTraits } from './models.ts';

/** The beginning of a prompt that a request asks to be cached: all up to its last breakpoint. */
export interface CachedPrefix {
  /** The same for the same beginning of the same model under the same answer format. */
  key: string;
  tokens: number;
  ttl: '5m' | '1h';
}

/** What a request asks to be cached; null where it asks for nothing or for less than its model caches. */
export function cachedPrefix(params: JsonObject, model: ModelTraits): CachedPrefix | null {
  const blocks = promptBlocks(params);
  const last = blocks.findLastIndex((block) => block.control !== undefined);
  if (last === -1) return null;
  const text = blocks
    .slice(0, last + 1)
    .map((block) => block.text)
    .join('\n');
  const tokens = Math.ceil(text.length / model.charactersPerToken);
  if (tokens < model.cacheMinimum) return null;
  const config = params['output_config'];
  const format = isJsonObject(config) ? JSON.stringify(config['format'] ?? null) : '';
  const control = blocks[last]!.control;
  const key = [model.id, format, text].map((part) => hashText(part).toString(36)).join('-');
  return { key, tokens, ttl: isJsonObject(control) && control['ttl'] === '1h' ? '1h' : '5m' };
}

/** Tells whether a beginning is there to be read; if not, this request writes it. */
export type PromptCache = (prefix: CachedPrefix) => 'write' | 'read';

const IN_FLIGHT = 4;
const MISS_ONE_IN = 8;
const MOST_PREFIXES = 200;

/**
 * The cache as one batch meets it. Its first few requests are under way together and all write; of the later ones some miss.
 * `counts` is the batch's own and goes on after a restart; the same request of the same batch always fares the same.
 */
export function batchCache(counts: Record<string, number>, customId: string): PromptCache {
  return ({ key }) => {
    const before = counts[key] ?? 0;
    if (before === 0 && Object.keys(counts).length >= MOST_PREFIXES) return 'write';
    counts[key] = before + 1;
    const misses = hashText(`${key}/${customId}`) % MISS_ONE_IN === 0;
    return before < IN_FLIGHT || misses ? 'write' : 'read';
  };
}

const TTL_MS = { '5m': 5 * 60_000, '1h': 60 * 60_000 };

/** The cache as live requests meet it, one after another. Reading makes an entry live on. */
export function liveCache(): PromptCache {
  const until = new Map<string, number>();
  return ({ key, ttl }) => {
    const now = Date.now();
    for (const [known, end] of until) if (end < now) until.delete(known);
    const isThere = until.has(key);
    until.set(key, now + TTL_MS[ttl]);
    return isThere ? 'read' : 'write';
  };
}
