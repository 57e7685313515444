import { isJsonObject } from './json.ts';
import type { Question, Recipe } from './recipe.ts';

/**
 * JSON text that is the same for equal values: object keys in code-unit order, no white space, absent and
 * undefined members alike.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 of a text's UTF-8, hex. */
export async function textDigest(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Options that bound or cheapen a request without asking anything else: they count as sending. */
const SENDING_OPTIONS = new Set(['outputLimit', 'cacheTtl']);

function optionsWhere(options: object, isKept: (name: string) => boolean): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => isKept(name)));
}

/** The question as text that is the same for questions that ask the same thing. */
export function askedText({ provider, schema, answerFormat, ...rest }: Question): string {
  return canonicalJson({
    ...rest,
    provider: { ...provider, options: optionsWhere(provider.options, (name) => !SENDING_OPTIONS.has(name)) },
    schema: schema === null ? null : JSON.stringify(schema),
    answerFormat: answerFormat.on ? answerFormat : { on: false },
  });
}

/**
 * Digests of a recipe's two halves. Two recipes with the same question digest ask the same thing. The schema counts
 * as written, since models answer in the order of its keys; an edited answer format that is switched off does not count,
 * nor does an output limit, which is part of the sending.
 */
export async function recipeDigests({ question, sending }: Recipe): Promise<{ questionDigest: string; sendingDigest: string }> {
  const sent = { ...sending, ...optionsWhere(question.provider.options, (name) => SENDING_OPTIONS.has(name)) };
  const [questionDigest, sendingDigest] = await Promise.all([textDigest(askedText(question)), textDigest(canonicalJson(sent))]);
  return { questionDigest, sendingDigest };
}
