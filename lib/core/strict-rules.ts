import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** What OpenAI's strict mode takes and refuses (structured-outputs guide; openai 7.57 `lib/transform.ts`). */

/** Keywords it refuses. `oneOf` and `allOf` can often be rewritten; the others only be told in words. */
export const UNSUPPORTED = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'uniqueItems',
  'prefixItems',
  'additionalItems',
  'contains',
  'minContains',
  'maxContains',
  'unevaluatedItems',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  '$anchor',
  '$dynamicAnchor',
  '$dynamicRef',
  '$recursiveAnchor',
  '$recursiveRef',
] as const;

export const FORMATS = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid']);

export const STRICT_LIMITS = {
  properties: 5_000,
  /** Objects within objects, the answer itself being the first. */
  depth: 10,
  /** Of names, enum values and const values together. */
  characters: 120_000,
  enumValues: 1_000,
  /** An enum of more values than this may hold only so many characters. */
  longEnumValues: 250,
  longEnumCharacters: 15_000,
} as const;

export const NAME_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

export const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

/** Names other languages use for JSON's types. */
const TYPE_ALIASES: Record<string, string> = {
  text: 'string',
  str: 'string',
  float: 'number',
  double: 'number',
  decimal: 'number',
  int: 'integer',
  bool: 'boolean',
  list: 'array',
  dict: 'object',
};

/** Keywords that only describe; they may stand beside `anyOf`. */
const ANNOTATIONS = new Set(['description', 'title', 'default', 'examples', '$comment', '$defs', 'definitions', '$schema', '$id']);

function typeOfValue(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** The type a schema must mean although it names none or misnames it; null where that cannot be told. */
export function impliedType(node: JsonObject): Json | null {
  if (typeof node.type === 'string') return TYPE_ALIASES[node.type.toLowerCase()] ?? null;
  if (node.type !== undefined) return null;
  if (isJsonObject(node.properties)) return 'object';
  if (node.items !== undefined) return 'array';
  const values = 'const' in node ? [node.const!] : Array.isArray(node.enum) ? node.enum : [];
  const types = [...new Set(values.map(typeOfValue))];
  if (types.some((type) => type === 'object' || type === 'array')) return null;
  return types.length === 1 ? types[0]! : types.length === 0 ? null : types;
}

export function hasType(node: JsonObject, type: string): boolean {
  return node.type === type || (Array.isArray(node.type) && node.type.includes(type));
}

/** Does a schema describe an object, whether or not it says so? */
export function isObjectSchema(node: JsonObject): boolean {
  return hasType(node, 'object') || (node.type === undefined && isJsonObject(node.properties));
}

/** The members of `allOf` folded into one object schema, where no two of them say different things; else null. */
export function mergedAllOf(node: JsonObject): JsonObject | null {
  const { allOf, ...own } = node;
  if (!Array.isArray(allOf) || allOf.length === 0) return null;
  const merged = new Map<string, Json>(Object.entries(own));
  for (const branch of allOf) {
    if (!isJsonObject(branch)) return null;
    if ('$ref' in branch && (allOf.length > 1 || Object.keys(own).some((key) => !ANNOTATIONS.has(key)))) return null;
    for (const [key, value] of Object.entries(branch)) {
      const before = merged.get(key);
      if (before === undefined) merged.set(key, value);
      else if (key === 'required' && Array.isArray(before) && Array.isArray(value)) merged.set(key, [...new Set([...before, ...value])]);
      else if (key === 'properties' && isJsonObject(before) && isJsonObject(value)) {
        if (Object.keys(value).some((name) => Object.hasOwn(before, name))) return null;
        merged.set(key, { ...before, ...value });
      } else if (key === 'additionalProperties' || key === 'description' || key === 'title') continue;
      else if (JSON.stringify(before) !== JSON.stringify(value)) return null;
    }
  }
  return Object.fromEntries(merged);
}

/** Keywords beside a `$ref`, which strict mode wants alone. */
export function besideRef(node: JsonObject): string[] {
  return '$ref' in node ? Object.keys(node).filter((key) => key !== '$ref' && key !== '$defs' && key !== 'definitions') : [];
}

/** Can an object schema be closed without losing what it means? One that has only open keys cannot. */
export function canBeClosed(node: JsonObject): boolean {
  return isJsonObject(node.properties) && Object.keys(node.properties).length > 0;
}
