import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { readSchema, rowNode, type ReadSchema } from './schema.ts';
import { pointerStep, resolveRef } from './schema-refs.ts';
import {
  besideRef,
  canBeClosed,
  FORMATS,
  hasType,
  impliedType,
  isObjectSchema,
  mergedAllOf,
  NAME_PATTERN,
  STRICT_LIMITS,
  TYPES,
  UNSUPPORTED,
} from './strict-rules.ts';

/** A point at which a schema does not meet OpenAI's strict mode, or on which joining answers to rows would fail. */
export interface SchemaProblem {
  /** JSON pointer into the schema as given; '' is the whole of it. */
  pointer: string;
  message: string;
  /** `mendSchema` puts it right. */
  mendable: boolean;
  /** `error`: the provider would refuse every request. `warning`: it answers, but the form is only asked for, not enforced. */
  severity: 'error' | 'warning';
}

interface Found {
  pointer: string;
  message: string;
  mendable: boolean;
}

interface Totals {
  properties: number;
  enumValues: number;
  characters: number;
  depth: number;
}

interface Visit {
  root: JsonObject;
  found: Found[];
  totals: Totals;
}

function checkKeywords(node: JsonObject, pointer: string, { root, found, totals }: Visit): void {
  const add = (message: string, mendable: boolean, step = '') => found.push({ pointer: pointer + step, message, mendable });
  for (const keyword of UNSUPPORTED) {
    if (!(keyword in node)) continue;
    const mendable = keyword !== 'allOf' || mergedAllOf(node) !== null;
    add(`Strict mode does not know “${keyword}”.`, mendable, pointerStep(keyword));
  }
  if (typeof node.format === 'string' && !FORMATS.has(node.format)) {
    add(`Strict mode does not know the format “${node.format}”.`, true, '/format');
  }
  if (typeof node.pattern === 'string' && !isPattern(node.pattern)) add('This pattern is not a regular expression.', false, '/pattern');
  const beside = besideRef(node);
  if (beside.length > 0) add(`A “$ref” must stand alone; beside it stands ${beside.map((key) => `“${key}”`).join(', ')}.`, true);
  if ('$ref' in node && (typeof node.$ref !== 'string' || resolveRef(root, node.$ref) === undefined)) {
    add(`The reference ${JSON.stringify(node.$ref)} points at nothing in this schema.`, false, '/$ref');
  }
  if ('enum' in node) checkEnum(node.enum, `${pointer}/enum`, found, totals);
  if (typeof node.const === 'string') totals.characters += node.const.length;
}

function isPattern(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, 'u'));
  } catch {
    return false;
  }
}

function checkEnum(values: Json | undefined, pointer: string, found: Found[], totals: Totals): void {
  if (!Array.isArray(values) || values.length === 0) {
    found.push({ pointer, message: '“enum” must list at least one value.', mendable: false });
    return;
  }
  const characters = values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
  totals.enumValues += values.length;
  totals.characters += characters;
  const { longEnumValues, longEnumCharacters } = STRICT_LIMITS;
  if (values.length > longEnumValues && characters > longEnumCharacters) {
    const message = `A list of more than ${longEnumValues} values may hold ${longEnumCharacters.toLocaleString('en')} characters; this one holds ${characters.toLocaleString('en')}.`;
    found.push({ pointer, message, mendable: false });
  }
}

function checkType(node: JsonObject, pointer: string, found: Found[]): void {
  if (['$ref', 'anyOf', 'oneOf', 'allOf'].some((keyword) => keyword in node)) return;
  const named = Array.isArray(node.type) ? node.type : [node.type];
  if (named.length > 0 && named.every((type) => typeof type === 'string' && TYPES.includes(type))) return;
  const implied = impliedType(node);
  const unknown = node.type === undefined ? 'No type is given.' : `The type ${JSON.stringify(node.type)} does not exist.`;
  const say = implied === null ? ` Use one of: ${TYPES.join(', ')}.` : ` It must be ${JSON.stringify(implied)}.`;
  found.push({ pointer, message: unknown + say, mendable: implied !== null });
}

function checkObject(node: JsonObject, pointer: string, { found, totals }: Visit): void {
  const add = (message: string, mendable: boolean, step = '') => found.push({ pointer: pointer + step, message, mendable });
  if (!isJsonObject(node.properties)) {
    add('This object lists no “properties”. Strict mode needs each field named; for open keys use a list of name and value.', false);
    return;
  }
  const names = Object.keys(node.properties);
  totals.properties += names.length;
  totals.characters += names.reduce((sum, name) => sum + name.length, 0);
  const required = Array.isArray(node.required) ? node.required : [];
  for (const name of names) {
    if (required.includes(name)) continue;
    add(
      `“${name}” may be left out. Strict mode wants every field required; let it be null instead.`,
      true,
      `/properties${pointerStep(name)}`,
    );
  }
  for (const name of new Set(required)) {
    if (typeof name === 'string' && names.includes(name)) continue;
    add(`“required” names ${JSON.stringify(name)}, which is not among the properties.`, true, '/required');
  }
  if (node.additionalProperties === false) return;
  if (isJsonObject(node.additionalProperties) && !canBeClosed(node)) {
    add('Open keys cannot be asked for in strict mode. Use a list of objects with a name and a value.', false, '/additionalProperties');
  } else add('“additionalProperties” must be false.', true);
}

function visitMap(map: Json | undefined, pointer: string, depth: number, visit: Visit): void {
  if (!isJsonObject(map)) return;
  for (const [key, child] of Object.entries(map)) visitNode(child, pointer + pointerStep(key), depth, visit);
}

function visitNode(node: Json, pointer: string, outerDepth: number, visit: Visit): void {
  const { found, totals } = visit;
  if (!isJsonObject(node)) {
    found.push({ pointer, message: 'This says nothing about the value. Give it a type.', mendable: false });
    return;
  }
  checkKeywords(node, pointer, visit);
  checkType(node, pointer, found);
  const isObject = isObjectSchema(node);
  const depth = outerDepth + (isObject ? 1 : 0);
  totals.depth = Math.max(totals.depth, depth);
  if (isObject) checkObject(node, pointer, visit);
  if (hasType(node, 'array') && !isJsonObject(node.items)) {
    found.push({ pointer, message: 'This list does not say what it holds. Give “items” a schema.', mendable: false });
  }
  if ('anyOf' in node && (!Array.isArray(node.anyOf) || node.anyOf.length === 0)) {
    found.push({ pointer: `${pointer}/anyOf`, message: '“anyOf” must list at least one schema.', mendable: false });
  }
  visitMap(node.properties, `${pointer}/properties`, depth, visit);
  if (isJsonObject(node.items)) visitNode(node.items, `${pointer}/items`, depth, visit);
  if (Array.isArray(node.anyOf)) node.anyOf.forEach((child, i) => visitNode(child, `${pointer}/anyOf/${i}`, depth, visit));
  for (const name of ['$defs', 'definitions']) {
    visit.totals.characters += isJsonObject(node[name]) ? Object.keys(node[name]).join('').length : 0;
    visitMap(node[name], `${pointer}/${name}`, depth, visit);
  }
}

const LIMIT_WORDS: Record<keyof Totals, { most: number; counted: string }> = {
  properties: { most: STRICT_LIMITS.properties, counted: 'fields' },
  depth: { most: STRICT_LIMITS.depth, counted: 'levels of objects within objects' },
  characters: { most: STRICT_LIMITS.characters, counted: 'characters in names and listed values' },
  enumValues: { most: STRICT_LIMITS.enumValues, counted: 'listed values in all' },
};

function limitProblems(totals: Totals, pointer: string): Found[] {
  return (Object.keys(LIMIT_WORDS) as (keyof Totals)[])
    .filter((key) => totals[key] > LIMIT_WORDS[key].most)
    .map((key) => {
      const { most, counted } = LIMIT_WORDS[key];
      const message = `The schema has ${totals[key].toLocaleString('en')} ${counted}; strict mode takes ${most.toLocaleString('en')}.`;
      return { pointer, message, mendable: false };
    });
}

function strictFaults(given: JsonObject, pointer: string, outerDepth: number): Found[] {
  const visit: Visit = { root: given, found: [], totals: { properties: 0, enumValues: 0, characters: 0, depth: 0 } };
  visitNode(given, pointer, outerDepth, visit);
  if (given.type !== undefined && given.type !== 'object') {
    visit.found.push({ pointer, message: 'The top of the schema must be of type "object" and nothing else.', mendable: false });
  }
  if ('$ref' in given)
    visit.found.push({ pointer, message: 'The top of the schema must be the object itself, not a reference.', mendable: false });
  if ('anyOf' in given) visit.found.push({ pointer, message: 'The top of the schema must not be a choice (“anyOf”).', mendable: false });
  return [...visit.found, ...limitProblems(visit.totals, pointer)];
}

/** What keeps answers from being joined to rows, although the provider would take the schema. */
function joiningFaults({ answerSchema, resultsKey, pointer, given }: ReadSchema): Found[] {
  if (resultsKey === null) {
    const message = 'The answer has room for one row only. With more rows per request it needs a list “all_results” of rows.';
    return [{ pointer, message, mendable: true }];
  }
  const row = rowNode(answerSchema, resultsKey);
  if (!row || !isJsonObject(row.properties)) return [];
  const id = Object.hasOwn(row.properties, 'input_id') ? row.properties.input_id : undefined;
  if (id === undefined) {
    return [{ pointer, message: 'Rows have no “input_id”: answers could not be joined to your rows.', mendable: true }];
  }
  const isPlain = isJsonObject(id) && !['$ref', 'anyOf', 'enum', 'const'].some((key) => key in id);
  if (!isPlain || id.type === 'string') return [];
  const where = given === 'row' ? `${pointer}/properties/input_id` : pointer;
  return [{ pointer: where, message: '“input_id” must be of type "string": ids are copied exactly as they are.', mendable: true }];
}

function wrapperFaults({ wrapper }: ReadSchema): Found[] {
  if (!wrapper) return [];
  const inner = wrapper.json_schema as JsonObject;
  if (typeof inner.name === 'string' && NAME_PATTERN.test(inner.name)) return [];
  const message = 'The name must be 1 to 64 letters A to Z, digits, - or _.';
  return [{ pointer: '/json_schema/name', message, mendable: true }];
}

const NOT_STRICT: SchemaProblem = {
  pointer: '/json_schema/strict',
  message: '“strict” is not true: the form is asked for but not enforced, so some answers may break it.',
  mendable: true,
  severity: 'warning',
};

/** What would keep answers from their rows, whatever the provider makes of the schema. Empty where it cannot be read. */
export function joiningProblems(json: Json): SchemaProblem[] {
  const reading = readSchema(json);
  return reading.ok ? joiningFaults(reading.schema).map((found) => ({ ...found, severity: 'warning' as const })) : [];
}

/** Does an answer's schema meet strict mode in every point? */
export function meetsStrictMode(answerSchema: JsonObject): boolean {
  return strictFaults(answerSchema, '', 0).length === 0;
}

/** Everything about a schema, as given, that strict mode refuses or that would keep answers from their rows. */
export function strictProblems(json: Json): SchemaProblem[] {
  const reading = readSchema(json);
  if (!reading.ok) return [{ pointer: '', message: reading.problem, mendable: false, severity: 'error' }];
  const { schema } = reading;
  const isStrict = isJsonObject(schema.wrapper?.json_schema) && schema.wrapper.json_schema.strict === true;
  const graded = (severity: SchemaProblem['severity']) => (found: Found) => ({ ...found, severity });
  const faults = schema.given === 'row' ? strictFaults(json as JsonObject, '', 1) : strictFaults(schema.answerSchema, schema.pointer, 0);
  return [
    ...wrapperFaults(schema).map(graded('error')),
    ...(schema.wrapper && !isStrict ? [NOT_STRICT] : []),
    ...faults.map(graded(isStrict ? 'error' : 'warning')),
    ...joiningFaults(schema).map(graded('warning')),
  ];
}
