import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { resolveRef } from '../schema-ref.ts';

const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;
const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'];
const BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'];
const REFUSED = [
  'maxItems',
  'uniqueItems',
  'contains',
  'prefixItems',
  'unevaluatedItems',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
];

/** Properties that may be left out, and properties of more than one type. */
interface Counts {
  optional: number;
  unions: number;
}

interface Walk {
  root: JsonObject;
  path: string;
  /** References on the way here, to see a schema within itself. */
  refs: readonly string[];
  /** What each reference stands for, once walked. */
  known: Map<string, Counts>;
  faults: string[];
}

let latest: { text: string; fault: string | null } | null = null;

/**
 * The first limit of structured outputs that schemas break together, in words, or null.
 * A definition counts each time it is referred to: whether the real service does so is not known, and this is the stricter reading.
 */
export function schemasFault(schemas: JsonObject[]): string | null {
  // The requests of a batch nearly always carry one schema: it is walked once.
  const text = JSON.stringify(schemas);
  if (latest?.text !== text) latest = { text, fault: walkAll(schemas) };
  return latest.fault;
}

function walkAll(schemas: JsonObject[]): string | null {
  const total: Counts = { optional: 0, unions: 0 };
  const faults: string[] = [];
  for (const root of schemas) {
    const walk: Walk = { root, path: '', refs: [], known: new Map(), faults };
    add(total, nodeCounts(root, walk));
    for (const key of ['$defs', 'definitions']) {
      for (const name of keys(root[key])) nodeCounts({ $ref: `#/${key}/${name}` }, { ...walk, path: `${key}.${name}` });
    }
  }
  if (total.optional > MOST_OPTIONAL) faults.push(`${total.optional} properties are optional, ${MOST_OPTIONAL} are possible`);
  if (total.unions > MOST_UNIONS) faults.push(`${total.unions} properties have more than one type, ${MOST_UNIONS} are possible`);
  return faults[0] ?? null;
}

function nodeCounts(node: Json | undefined, walk: Walk): Counts {
  if (!isJsonObject(node)) return fail(walk, 'a schema must be an object');
  if (typeof node['$ref'] === 'string') return refCounts(node['$ref'], walk);
  const refused = [...BOUNDS, ...REFUSED].find((keyword) => keyword in node);
  if (refused !== undefined) fail(walk, `'${refused}' is not supported`);
  checkValues(node, walk);
  const counts = objectCounts(node, walk);
  for (const key of ['anyOf', 'allOf']) {
    for (const [i, branch] of list(node[key]).entries()) add(counts, nodeCounts(branch, into(walk, `${key}.${i}`)));
  }
  if (node['items'] !== undefined) add(counts, nodeCounts(node['items'], into(walk, 'items')));
  return counts;
}

function checkValues(node: JsonObject, walk: Walk): void {
  if (!['type', 'anyOf', 'allOf', 'enum', 'const'].some((key) => key in node)) fail(walk, "a 'type' is missing");
  if (node['minItems'] !== undefined && node['minItems'] !== 0 && node['minItems'] !== 1) fail(walk, "'minItems' may be 0 or 1");
  if (node['format'] !== undefined && !FORMATS.includes(String(node['format'])))
    fail(walk, `the format '${String(node['format'])}' is not supported`);
  const values = node['enum'];
  if (values === undefined) return;
  if (list(values).length === 0) fail(walk, "'enum' must list at least one value");
  if (list(values).some((value) => typeof value === 'object' && value !== null)) fail(walk, "'enum' may not hold objects or lists");
}

function objectCounts(node: JsonObject, walk: Walk): Counts {
  const counts: Counts = { optional: 0, unions: 0 };
  const types = typeof node['type'] === 'string' ? [node['type']] : list(node['type']);
  if (!types.includes('object') && !('properties' in node)) return counts;
  if (node['additionalProperties'] !== false) fail(walk, "'additionalProperties' must be false for every object");
  const required = list(node['required']);
  const properties = isJsonObject(node['properties']) ? node['properties'] : {};
  for (const [name, child] of Object.entries(properties)) {
    if (!required.includes(name)) counts.optional += 1;
    if (isUnion(child, walk.root)) counts.unions += 1;
    add(counts, nodeCounts(child, into(walk, `properties.${name}`)));
  }
  return counts;
}

function isUnion(node: Json, root: JsonObject): boolean {
  if (!isJsonObject(node)) return false;
  const target = typeof node['$ref'] === 'string' ? (resolveRef(root, node['$ref']) ?? {}) : node;
  return Array.isArray(target['type']) || Array.isArray(target['anyOf']);
}

function refCounts(ref: string, walk: Walk): Counts {
  if (walk.refs.includes(ref)) return fail(walk, `'${ref}' leads back to itself; schemas may not be recursive`);
  const target = resolveRef(walk.root, ref);
  if (!target) return fail(walk, `'${ref}' points to nothing in the schema`);
  const known = walk.known.get(ref) ?? nodeCounts(target, { ...walk, refs: [...walk.refs, ref] });
  walk.known.set(ref, known);
  return known;
}

function into(walk: Walk, step: string): Walk {
  return { ...walk, path: walk.path === '' ? step : `${walk.path}.${step}` };
}

function fail(walk: Walk, message: string): Counts {
  walk.faults.push(walk.path === '' ? message : `at ${walk.path}: ${message}`);
  return { optional: 0, unions: 0 };
}

function add(total: Counts, counts: Counts): void {
  total.optional += counts.optional;
  total.unions += counts.unions;
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function keys(value: Json | undefined): string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}
