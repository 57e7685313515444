import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { pointerStep, renameRefs, resolveRef } from '#lib/core/schema-refs';
import { hasType, impliedType, isObjectSchema, mergedAllOf } from '#lib/core/strict-rules';

/**
 * What `output_config.format` takes of JSON Schema (structured outputs guide, read 2026-10; @anthropic-ai/sdk 1.12
 * `lib/transform-json-schema.ts`): no recursion, no bounds on numbers and lengths, objects closed, `minItems` 0 or 1,
 * at most 24 fields that may be left out and 16 of several types.
 */
const FORMATS = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid']);
const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;

/** Keywords it knows, and where schemas stand. */
const KEPT = new Set(['$ref', '$defs', 'type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'description', 'title']);
/** Keywords that constrain nothing and tell the model nothing. */
const DROPPED = new Set(['$schema', '$id', '$comment', 'readOnly', 'writeOnly', 'deprecated']);

/** A constraint that is told in words instead, where the model still reads it. */
export interface MovedKeyword {
  /** JSON pointer of the schema it was taken from; '' is the whole. */
  pointer: string;
  keyword: string;
}

/** `problem`: why the provider cannot hold answers to this schema, as the end of a sentence: “it refers to itself”. */
export type OutputSchema = { ok: true; schema: JsonObject; moved: MovedKeyword[] } | { ok: false; problem: string };

class NotExpressible extends Error {}

interface Visit {
  moved: MovedKeyword[];
}

const isPlain = (value: Json) => typeof value !== 'object' || value === null;

/** Is this member of a schema taken as it is? */
function isKept(node: JsonObject, keyword: string, value: Json): boolean {
  switch (keyword) {
    case 'enum':
      return Array.isArray(value) && value.length > 0 && value.every(isPlain);
    case 'const':
      return isPlain(value);
    case 'format':
      return hasType(node, 'string') && typeof value === 'string' && FORMATS.has(value);
    case 'minItems':
      return value === 0 || value === 1;
    default:
      return KEPT.has(keyword);
  }
}

/** Splits off what cannot be held to, and tells it in the description. */
function tellInstead(node: JsonObject, pointer: string, { moved }: Visit): JsonObject {
  const told = Object.entries(node).filter(([keyword, value]) => !DROPPED.has(keyword) && !isKept(node, keyword, value));
  const kept = Object.entries(node).filter(([keyword, value]) => isKept(node, keyword, value));
  for (const [keyword] of told) moved.push({ pointer, keyword });
  if (told.length === 0) return Object.fromEntries(kept);
  const before = typeof node.description === 'string' && node.description !== '' ? `${node.description} ` : '';
  const words = told.map(([keyword, value]) => `${keyword}: ${JSON.stringify(value)}`).join(', ');
  return { ...Object.fromEntries(kept), description: `${before}(${words})` };
}

/** `oneOf` is read as `anyOf`, `allOf` is folded into one schema, `definitions` stand under `$defs`, a missing type is given. */
function plainForm(given: JsonObject): JsonObject {
  const node = mergedAllOf(given) ?? given;
  if (Array.isArray(node.allOf)) throw new NotExpressible('it joins schemas by “allOf” that cannot be made one');
  const { oneOf, definitions, ...rest } = node;
  const form: JsonObject = {
    ...rest,
    ...(Array.isArray(oneOf) && rest.anyOf === undefined ? { anyOf: oneOf } : oneOf !== undefined && { oneOf }),
    ...(isJsonObject(definitions) && { $defs: { ...definitions, ...(isJsonObject(rest.$defs) && rest.$defs) } }),
  };
  if (mergedAllOf(form) || form.$ref !== undefined || form.anyOf !== undefined) return form;
  const type = impliedType(form);
  return type === null ? form : { ...form, type };
}

function mapOf(map: Json, pointer: string, visit: Visit): JsonObject {
  if (!isJsonObject(map)) throw new NotExpressible('a list of its fields is no object');
  return Object.fromEntries(Object.entries(map).map(([name, child]) => [name, nodeOf(child, pointer + pointerStep(name), visit)]));
}

function objectOf(node: JsonObject, pointer: string, visit: Visit): JsonObject {
  const { properties, required, additionalProperties } = node;
  const isEmpty = !isJsonObject(properties) || Object.keys(properties).length === 0;
  if (isEmpty && additionalProperties !== false) throw new NotExpressible('it has an object whose fields have no fixed names');
  const names = isEmpty ? [] : Object.keys(properties);
  const wanted = Array.isArray(required) ? [...new Set(required)].filter((name) => names.includes(name as string)) : [];
  if (additionalProperties !== undefined && additionalProperties !== false) visit.moved.push({ pointer, keyword: 'additionalProperties' });
  return {
    ...node,
    properties: isEmpty ? {} : mapOf(properties, `${pointer}/properties`, visit),
    required: wanted,
    additionalProperties: false,
  };
}

function nodeOf(given: Json, pointer: string, visit: Visit): JsonObject {
  if (!isJsonObject(given)) throw new NotExpressible('some of its fields may hold anything');
  const form = plainForm(given);
  if (typeof form.$ref === 'string') return refOf(form, pointer, visit);
  const isUnion = form.anyOf !== undefined || Array.isArray(form.type);
  const hasLiterals = form.enum !== undefined || form.const !== undefined;
  if (!isUnion && !hasLiterals && typeof form.type !== 'string') throw new NotExpressible('some of its fields may hold anything');
  let node = tellInstead(form, pointer, visit);
  if (node.anyOf !== undefined) return anyOf(node, pointer, visit);
  if (isObjectSchema(node)) node = objectOf(node, pointer, visit);
  if (hasType(node, 'array')) {
    if (node.items === undefined) throw new NotExpressible('it has a list that does not say what it holds');
    node = { ...node, items: nodeOf(node.items, `${pointer}/items`, visit) };
  }
  return withDefinitions(node, pointer, visit);
}

function anyOf(node: JsonObject, pointer: string, visit: Visit): JsonObject {
  const { anyOf: choices, type: _type, properties, items, ...rest } = node;
  if (!Array.isArray(choices) || properties !== undefined || items !== undefined) {
    throw new NotExpressible('it has a choice (“anyOf”) with other rules beside it');
  }
  return withDefinitions({ ...rest, anyOf: choices.map((choice, i) => nodeOf(choice, `${pointer}/anyOf/${i}`, visit)) }, pointer, visit);
}

/** A reference stands alone. */
function refOf(form: JsonObject, pointer: string, visit: Visit): JsonObject {
  const { $ref, $defs, ...beside } = form;
  for (const keyword of Object.keys(beside)) if (!DROPPED.has(keyword)) visit.moved.push({ pointer, keyword });
  return withDefinitions({ $ref: $ref!, ...($defs !== undefined && { $defs }) }, pointer, visit);
}

function withDefinitions(node: JsonObject, pointer: string, visit: Visit): JsonObject {
  return node.$defs === undefined ? node : { ...node, $defs: mapOf(node.$defs, `${pointer}/$defs`, visit) };
}

/** Walks every schema once, references followed, and ends at the first that leads back to where it stands. */
function checkRefs(root: JsonObject): void {
  const open = new Set<Json>();
  const done = new Set<Json>();
  const walk = (value: Json | undefined): void => {
    if (typeof value !== 'object' || value === null || done.has(value)) return;
    if (open.has(value)) throw new NotExpressible('it refers to itself');
    open.add(value);
    if (isJsonObject(value) && typeof value.$ref === 'string') {
      const target = resolveRef(root, value.$ref);
      if (target === undefined) throw new NotExpressible(`the reference ${JSON.stringify(value.$ref)} leads nowhere`);
      walk(target);
    }
    for (const child of Object.values(value)) walk(child as Json);
    open.delete(value);
    done.add(value);
  };
  walk(root);
}

interface Counts {
  optional: number;
  unions: number;
}

/** Fields that may be left out, and schemas of several types. What is referred to counts at each use, the stricter reading. */
function countIn(root: JsonObject, node: JsonObject, known: Map<JsonObject, Counts>): Counts {
  const before = known.get(node);
  if (before) return before;
  const total: Counts = { optional: 0, unions: node.anyOf !== undefined || Array.isArray(node.type) ? 1 : 0 };
  const properties = isJsonObject(node.properties) ? Object.values(node.properties) : [];
  if (properties.length > 0) total.optional += properties.length - (node.required as Json[]).length;
  const target = typeof node.$ref === 'string' ? resolveRef(root, node.$ref) : undefined;
  const inside = [...properties, target, node.items, ...(Array.isArray(node.anyOf) ? node.anyOf : [])];
  for (const child of inside.filter((one) => isJsonObject(one))) {
    const { optional, unions } = countIn(root, child, known);
    total.optional += optional;
    total.unions += unions;
  }
  known.set(node, total);
  return total;
}

/**
 * A schema as `output_config.format` takes it. Constraints it does not know are told in descriptions and listed in `moved`;
 * answers are still checked against the schema as given. What would change the shape of answers is not mended but refused.
 */
export function outputSchema(answerSchema: JsonObject): OutputSchema {
  const root = renameRefs(answerSchema, (ref) => ref.replace(/^#\/definitions\//, '#/$defs/')) as JsonObject;
  const visit: Visit = { moved: [] };
  try {
    const schema = nodeOf(root, '', visit);
    checkRefs(schema);
    if (schema.type !== 'object') throw new NotExpressible('its top is not an object');
    const { optional, unions } = countIn(schema, schema, new Map());
    if (optional > MOST_OPTIONAL) {
      throw new NotExpressible(`${optional} of its fields may be left out, and the provider takes ${MOST_OPTIONAL}`);
    }
    if (unions > MOST_UNIONS) {
      throw new NotExpressible(`${unions} of its fields may be of several types, null among them, and the provider takes ${MOST_UNIONS}`);
    }
    return { ok: true, schema, moved: visit.moved };
  } catch (error) {
    if (error instanceof NotExpressible) return { ok: false, problem: error.message };
    throw error;
  }
}
