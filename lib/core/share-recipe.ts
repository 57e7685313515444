import { isJsonObject, type Json } from './json.ts';
import type { Recipe } from './recipe.ts';

const EXAMPLES = new Set(['example', 'examples']);
/** Members of a schema whose own members are named by the person: a field may be called "examples". */
const NAMED = new Set(['properties', '$defs', 'definitions', 'patternProperties']);

function withoutIn(value: Json, isNamed: boolean): Json {
  if (Array.isArray(value)) return value.map((one) => withoutIn(one, false));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([name]) => isNamed || !EXAMPLES.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutIn(member, !isNamed && NAMED.has(name))]));
}

/** A recipe without the examples its schema gives. Its instructions stay word for word. */
export function withoutExamples(recipe: Recipe): Recipe {
  const { schema } = recipe.question;
  return schema === null ? recipe : { ...recipe, question: { ...recipe.question, schema: withoutIn(schema, false) } };
}

export function hasExamples(recipe: Recipe): boolean {
  return JSON.stringify(withoutExamples(recipe).question.schema) !== JSON.stringify(recipe.question.schema);
}
