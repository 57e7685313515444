import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { resolveRef } from '../schema-ref.ts';
import { asksForId } from './scope.ts';

/** The same result with one value different, of the same type: what a model gives that answers a row twice. */
export function answerDifferently(result: Json, items: JsonObject, root: JsonObject): Json {
  return replaceOne(result, items, root, other);
}

/** The same result with one value that its schema does not permit. */
export function breakSchema(result: Json, items: JsonObject, root: JsonObject): Json {
  return replaceOne(result, items, root, wrong);
}

type Replace = (value: Json, node: JsonObject) => Json | undefined;

function replaceOne(result: Json, items: JsonObject, root: JsonObject, replace: Replace): Json {
  if (!isJsonObject(result)) return result;
  const properties = isJsonObject(items['properties']) ? items['properties'] : {};
  for (const [name, value] of Object.entries(result)) {
    if (asksForId(name)) continue;
    const node = resolved(properties[name], root);
    const replaced = replace(value, node);
    if (replaced !== undefined) return { ...result, [name]: replaced };
  }
  return result;
}

function resolved(node: Json | undefined, root: JsonObject): JsonObject {
  if (!isJsonObject(node)) return {};
  return typeof node['$ref'] === 'string' ? (resolveRef(root, node['$ref']) ?? {}) : node;
}

function other(value: Json, node: JsonObject): Json | undefined {
  if (Array.isArray(node['enum'])) return node['enum'].find((candidate) => candidate !== value);
  if ('const' in node || 'pattern' in node || 'format' in node) return undefined;
  if (typeof value === 'string')
    return value === '' ? 'something else' : `${value.split(' ')[0]} and more`.slice(0, Number(node['maxLength'] ?? 200));
  if (typeof value === 'number')
    return typeof node['minimum'] === 'number' && value - 1 < node['minimum']
      ? node['minimum'] + (value === node['minimum'] ? 0.5 : 0)
      : value - 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) && value.length > 0 && !('minItems' in node) ? value.slice(1) : undefined;
}

function wrong(value: Json, node: JsonObject): Json {
  if (Array.isArray(node['enum'])) return 'none of the permitted values';
  return typeof value === 'string' || value === null ? { unexpected: true } : 'not of the type asked for';
}
