import { isJsonObject } from './json.ts';
import type { Recipe } from './recipe.ts';

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

/**
 * Digests of a recipe's two halves. Two recipes with the same question digest ask the same thing. The schema counts
 * as written, since models answer in the order of its keys; an edited answer format that is switched off does not count.
 */
export async function recipeDigests(recipe: Recipe): Promise<{ questionDigest: string; sendingDigest: string }> {
  const { schema, answerFormat } = recipe.question;
  const question = {
    ...recipe.question,
    schema: schema === null ? null : JSON.stringify(schema),
    answerFormat: answerFormat.on ? answerFormat : { on: false },
  };
  const [questionDigest, sendingDigest] = await Promise.all([
    textDigest(canonicalJson(question)),
    textDigest(canonicalJson(recipe.sending)),
  ]);
  return { questionDigest, sendingDigest };
}
