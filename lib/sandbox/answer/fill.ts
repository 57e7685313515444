import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { resolveRef } from '../schema-ref.ts';
import { hashText } from '../run/order.ts';
import { chooseBoolean } from './choose-boolean.ts';
import { chooseEnum, chooseEnums, fallbackValue } from './choose-enum.ts';
import { chooseStringList, listScopes } from './choose-list.ts';
import { chooseNumber } from './choose-number.ts';
import { chooseStrings } from './choose-string.ts';
import type { Hints } from './hints.ts';
import { fitNumber, fitString, makeUp } from './limits.ts';
import { type Scope, type Slot, slotFor } from './scope.ts';
import { shorten } from './text.ts';

/** Where in a schema a value is asked for. */
export interface Place {
  root: JsonObject;
  hints: Hints;
  name: string;
  path: string;
  /** References being followed, so that a schema within itself comes to an end. */
  refs: readonly string[];
}

const MOST_REFS = 24;
const BEYOND_RULES = [
  'allOf',
  'not',
  'if',
  'patternProperties',
  'propertyNames',
  'contains',
  'prefixItems',
  'dependentRequired',
  'dependentSchemas',
];

/**
 * A value for a schema node, chosen by rules from a row's text. Total for schemas that strict structured output permits;
 * what the rules do not know is made up, always the same for the same text. `null` where a node may be null and the text says nothing.
 */
export function fill(node: JsonObject, place: Place, scope: Scope): Json {
  const value = choose(node, place, scope);
  return value === undefined ? plainValue(node, place, scope) : value;
}

/** Undefined where the text says nothing of what the node asks. */
function choose(node: JsonObject, place: Place, scope: Scope): Json | undefined {
  if (typeof node['$ref'] === 'string') return followRef(node['$ref'], place, scope);
  if ('const' in node) return node['const']!;
  const branches = node['anyOf'] ?? node['oneOf'];
  if (Array.isArray(branches)) return chooseBranch(branches, place, scope);
  if (Array.isArray(node['type'])) {
    return chooseBranch(typeBranches(node, node['type']), place, scope);
  }
  const slot = slotFor(place.name, node, place.path, place.hints);
  if (Array.isArray(node['enum'])) return chooseEnum(node['enum'], slot, scope);
  if (BEYOND_RULES.some((keyword) => keyword in node)) return makeUp(node, place.root, scope.facts.text + place.path);
  return chooseByType(node, slot, place, scope);
}

function chooseByType(node: JsonObject, slot: Slot, place: Place, scope: Scope): Json | undefined {
  switch (typeOf(node)) {
    case 'object':
      return fillObject(node, place, scope);
    case 'array':
      return fillList(node, slot, place, scope);
    case 'boolean':
      return chooseBoolean(slot, scope);
    case 'null':
      return null;
    case 'integer':
    case 'number': {
      const number = chooseNumber(slot, node, scope);
      return number === undefined ? undefined : (fitNumber(number, node, node['type'] === 'integer') ?? undefined);
    }
    default:
      return fitString(chooseStrings(slot, scope), node) ?? undefined;
  }
}

function typeOf(node: JsonObject): string {
  if (typeof node['type'] === 'string') return node['type'];
  if ('properties' in node) return 'object';
  return 'items' in node ? 'array' : 'string';
}

/** A node of several types as one node each; a type none of its enum's values has is left out. */
function typeBranches(node: JsonObject, types: Json[]): JsonObject[] {
  const values = node['enum'];
  if (!Array.isArray(values)) return types.map((type) => ({ ...node, type }));
  return types
    .map((type) => ({ ...node, type, enum: values.filter((value) => typeFits(value, type)) }))
    .filter((branch) => branch.enum.length > 0);
}

function typeFits(value: Json, type: Json): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function followRef(ref: string, place: Place, scope: Scope): Json | undefined {
  const target = resolveRef(place.root, ref);
  if (!target || place.refs.length > MOST_REFS) return null;
  return choose(target, { ...place, refs: [...place.refs, ref] }, scope);
}

function isNull(node: Json, root: JsonObject): boolean {
  if (!isJsonObject(node)) return false;
  if (typeof node['$ref'] === 'string') return isNull(resolveRef(root, node['$ref']) ?? {}, root);
  return node['type'] === 'null' || node['const'] === null;
}

/** Does a node lead back into a reference that is being followed? */
function returns(node: Json, refs: readonly string[]): boolean {
  return isJsonObject(node) && typeof node['$ref'] === 'string' && refs.includes(node['$ref']);
}

function chooseBranch(branches: Json[], place: Place, scope: Scope): Json | undefined {
  const objects = branches.filter((branch) => isJsonObject(branch));
  const nullable = objects.some((branch) => isNull(branch, place.root));
  const others = objects.filter((branch) => !isNull(branch, place.root));
  if (others.length === 0) return nullable ? null : undefined;
  const ending = others.filter((branch) => !returns(branch, place.refs));
  if (ending.length === 0 && nullable) return null;
  const usable = ending.length > 0 ? ending : others;
  const start = usable.every((branch) => typeOf(branch) === 'object') ? hashText(scope.facts.text + place.path) % usable.length : 0;
  for (let i = 0; i < usable.length; i++) {
    const value = choose(usable[(start + i) % usable.length]!, place, scope);
    if (value !== undefined) return value;
  }
  return nullable ? null : plainValue(usable[0]!, place, scope);
}

/** Fills every property, in the schema's order. */
export function fillObject(node: JsonObject, place: Place, scope: Scope): JsonObject {
  const properties = isJsonObject(node['properties']) ? node['properties'] : {};
  const required = Array.isArray(node['required']) ? node['required'] : [];
  const filled: JsonObject = {};
  for (const [name, child] of Object.entries(properties)) {
    const inner: Place = { ...place, name, path: `${place.path}/${name}` };
    const optional = !required.includes(name);
    if (optional && (place.refs.length > 3 || returns(child, place.refs))) continue;
    filled[name] = isJsonObject(child) ? fill(child, inner, scope) : null;
  }
  return filled;
}

function fillList(node: JsonObject, slot: Slot, place: Place, scope: Scope): Json[] {
  const raw = isJsonObject(node['items']) ? node['items'] : { type: 'string' };
  const items = typeof raw['$ref'] === 'string' ? (resolveRef(place.root, raw['$ref']) ?? {}) : raw;
  const least = typeof node['minItems'] === 'number' ? node['minItems'] : 0;
  const most = typeof node['maxItems'] === 'number' ? node['maxItems'] : Infinity;
  const inner: Place = { ...place, path: `${place.path}/items`, refs: raw === items ? place.refs : [...place.refs, String(raw['$ref'])] };
  const found = returns(raw, place.refs) ? [] : listValues(items, slot, inner, scope);
  const unique = node['uniqueItems'] === true;
  const list = (unique ? distinct(found) : found).slice(0, most);
  for (let tries = 0; list.length < least && tries < least * 20; tries++) {
    const value = padding(items, { ...inner, path: `${inner.path}/${tries}` }, scope, found.length === 0 && tries === 0);
    if (!unique || !distinct(list).some((known) => same(known, value))) list.push(value);
  }
  return list;
}

/** A node that may also be null without its null: no list is filled with nulls. */
function withoutNull(node: JsonObject, root: JsonObject): JsonObject {
  const branches = Array.isArray(node['type']) ? typeBranches(node, node['type']) : Array.isArray(node['anyOf']) ? node['anyOf'] : [];
  const others = branches.filter((branch) => isJsonObject(branch) && !isNull(branch, root)) as JsonObject[];
  const [only] = others;
  if (others.length !== 1 || !only) return node;
  return typeof only['$ref'] === 'string' ? node : only;
}

function listValues(given: JsonObject, slot: Slot, place: Place, scope: Scope): Json[] {
  const items = withoutNull(given, place.root);
  if (Array.isArray(items['enum'])) {
    const values = chooseEnums(items['enum'], slot, scope);
    const one = values.length === 0 ? (chooseEnum(items['enum'], slot, scope) ?? fallbackValue(items['enum'])) : undefined;
    return one === undefined ? values : [one];
  }
  switch (typeOf(items)) {
    case 'string':
      if ('anyOf' in items || 'oneOf' in items || 'const' in items || Array.isArray(items['type'])) break;
      return chooseStringList(slot, scope)
        .map((text) => fitString([text], items))
        .filter((text) => text !== null);
    case 'object':
      if (BEYOND_RULES.some((keyword) => keyword in items)) break;
      return listScopes(slot, items, scope).map((inner) => fillObject(items, place, inner));
    case 'number':
    case 'integer': {
      const whole = items['type'] === 'integer';
      const values =
        slot.concept === 'price' ? scope.facts.prices.map((price) => price.value) : scope.facts.figures.map((figure) => figure.value);
      return values.map((value) => fitNumber(value, items, whole)).filter((value) => value !== null);
    }
    default:
  }
  const value = choose(items, place, scope);
  return value === undefined ? [] : [value];
}

function padding(items: JsonObject, place: Place, scope: Scope, first: boolean): Json {
  const isScalar = ['string', 'number', 'integer'].includes(String(items['type']));
  if (first || !isScalar) return fill(items, place, scope);
  return makeUp(items, place.root, scope.facts.text + place.path);
}

function distinct(list: Json[]): Json[] {
  return [...new Map(list.map((value) => [JSON.stringify(value), value])).values()];
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What stands where the text says nothing and null is not permitted. */
function plainValue(node: JsonObject, place: Place, scope: Scope): Json {
  const seed = scope.facts.text + place.path;
  if (typeof node['$ref'] === 'string') {
    const target = resolveRef(place.root, node['$ref']);
    return target ? plainValue(target, place, scope) : null;
  }
  if (Array.isArray(node['enum']) && node['enum'].length > 0)
    return fallbackValue(node['enum']) ?? node['enum'][hashText(seed) % node['enum'].length]!;
  if (typeOf(node) === 'string' && !('pattern' in node) && !('format' in node) && !('anyOf' in node) && !Array.isArray(node['type'])) {
    const concept = slotFor(place.name, node, place.path, place.hints).concept;
    const nothing = concept === null || concept === 'topic' || concept === 'name' ? shorten(scope.facts.sentences[0] ?? '', 60) : '';
    const text = fitString([nothing], node);
    if (text !== null) return text;
  }
  return makeUp(node, place.root, seed);
}
