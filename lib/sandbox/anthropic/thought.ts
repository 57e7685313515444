import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { Ask } from '../answer/answer.ts';
import { readRows } from '../answer/rows.ts';
import { derivedId } from '../run/derived-id.ts';
import type { Effort } from './models.ts';

const BASE: Record<Effort, number> = { low: 16, medium: 48, high: 96, xhigh: 192, max: 384 };
const CHARACTERS_PER_THOUGHT = 40;

/** How many tokens a request is thought about: the more the longer it is and the greater the effort; a budget bounds it. */
export function thinkingTokens(params: JsonObject, message: string, effort: Effort | null): number {
  const wanted = BASE[effort ?? 'medium'] + Math.ceil(message.length / CHARACTERS_PER_THOUGHT);
  const thinking = params['thinking'];
  const budget = isJsonObject(thinking) ? thinking['budget_tokens'] : null;
  return typeof budget === 'number' ? Math.min(budget, wanted) : wanted;
}

/** The block that stands first where the model has thought. Newer models leave its text out unless it is asked for. */
export function thinkingBlock(thinking: Json | undefined, { message }: Ask, salt: string): JsonObject {
  const settings = isJsonObject(thinking) ? thinking : {};
  const isShown = (settings['display'] ?? (settings['type'] === 'enabled' ? 'summarized' : 'omitted')) === 'summarized';
  const rows = readRows(message)?.length ?? 0;
  const about = rows === 0 ? 'one text' : rows === 1 ? 'one row' : `${rows} rows`;
  const text = `Practice thoughts of the sandbox about ${about}: no model has read anything.`;
  return { type: 'thinking', thinking: isShown ? text : '', signature: derivedId('', salt) };
}
