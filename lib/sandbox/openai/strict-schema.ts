import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { resolveRef } from '../schema-ref.ts';

const REFUSED_KEYWORDS = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'uniqueItems',
];
const MOST = { properties: 5_000, depth: 10, characters: 120_000, enumValues: 1_000, longEnum: 250, longEnumCharacters: 15_000 };

interface Totals {
  properties: number;
  characters: number;
  enumValues: number;
}

/**
 * The first rule of strict structured output a schema breaks, in words, or null.
 * The rules are those of OpenAI's structured-outputs guide; they bound what `strict: true` may ask for.
 */
export function strictFault(schema: Json): string | null {
  if (!isJsonObject(schema)) return 'the schema must be an object';
  if (schema['type'] !== 'object') return `the root schema must have type 'object'${schema['anyOf'] ? " and may not be an 'anyOf'" : ''}`;
  const totals: Totals = { properties: 0, characters: 0, enumValues: 0 };
  return nodeFault(schema, { root: schema, totals, path: [], depth: 0 }) ?? totalsFault(totals);
}

interface Place {
  root: JsonObject;
  totals: Totals;
  path: string[];
  depth: number;
}

function nodeFault(node: Json | undefined, place: Place): string | null {
  const here = `In context=(${place.path.map((step) => `'${step}'`).join(', ')})`;
  if (!isJsonObject(node)) return `${here}, a schema must be an object`;
  if (place.depth > MOST.depth) return `${here}, objects are nested more than ${MOST.depth} levels deep`;
  const refused = REFUSED_KEYWORDS.find((keyword) => keyword in node);
  if (refused) return `${here}, '${refused}' is not permitted`;
  if (typeof node['$ref'] === 'string') return resolveRef(place.root, node['$ref']) ? null : `${here}, '${node['$ref']}' points to nothing`;
  if (!('type' in node) && !('anyOf' in node) && !('enum' in node) && !('const' in node)) return `${here}, schema must have a 'type' key`;
  return valuesFault(node, place, here) ?? objectFault(node, place, here) ?? innerFault(node, place);
}

function valuesFault(node: JsonObject, { totals }: Place, here: string): string | null {
  if (typeof node['const'] === 'string') totals.characters += node['const'].length;
  const values = node['enum'];
  if (values === undefined) return null;
  if (!Array.isArray(values) || values.length === 0) return `${here}, 'enum' must be a list of at least one value`;
  const characters = values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
  totals.enumValues += values.length;
  totals.characters += characters;
  if (values.length > MOST.longEnum && characters > MOST.longEnumCharacters) {
    return `${here}, an enum of more than ${MOST.longEnum} values may hold ${MOST.longEnumCharacters} characters at most`;
  }
  return null;
}

function objectFault(node: JsonObject, { totals }: Place, here: string): string | null {
  const isObject = node['type'] === 'object' || (Array.isArray(node['type']) && node['type'].includes('object')) || 'properties' in node;
  if (!isObject) return null;
  if (node['additionalProperties'] !== false) return `${here}, 'additionalProperties' is required to be supplied and to be false`;
  const names = Object.keys(isJsonObject(node['properties']) ? node['properties'] : {});
  totals.properties += names.length;
  totals.characters += names.join('').length;
  const required = Array.isArray(node['required']) ? node['required'] : [];
  const missing = names.find((name) => !required.includes(name));
  if (missing !== undefined) return `${here}, 'required' must name every key of 'properties'. Missing '${missing}'`;
  const extra = required.find((name) => !names.includes(String(name)));
  return extra === undefined ? null : `${here}, 'required' names '${String(extra)}', which 'properties' does not have`;
}

function innerFault(node: JsonObject, place: Place): string | null {
  const inside = (child: Json | undefined, step: string[], deeper: number) =>
    nodeFault(child, { ...place, path: [...place.path, ...step], depth: place.depth + deeper });
  for (const [name, child] of entries(node['properties'])) {
    const fault = inside(child, ['properties', name], 1);
    if (fault) return fault;
  }
  for (const key of ['$defs', 'definitions']) {
    for (const [name, child] of entries(node[key])) {
      const fault = inside(child, [key, name], 0);
      if (fault) return fault;
    }
  }
  if (Array.isArray(node['anyOf'])) {
    for (const [i, child] of node['anyOf'].entries()) {
      const fault = inside(child, ['anyOf', String(i)], 0);
      if (fault) return fault;
    }
  }
  if (node['type'] === 'array' && !('items' in node)) return `In context=(${place.path.join(', ')}), array schema missing items`;
  return 'items' in node ? inside(node['items'], ['items'], 0) : null;
}

function totalsFault(totals: Totals): string | null {
  if (totals.properties > MOST.properties) return `the schema has ${totals.properties} properties; ${MOST.properties} are permitted`;
  if (totals.enumValues > MOST.enumValues) return `the schema has ${totals.enumValues} enum values; ${MOST.enumValues} are permitted`;
  if (totals.characters > MOST.characters) return `names and values of the schema have more than ${MOST.characters} characters`;
  return null;
}

function entries(value: Json | undefined): [string, Json][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
