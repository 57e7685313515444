import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { answerOf, readSchema, rowNode, withInputId } from './schema.ts';
import {
  besideRef,
  canBeClosed,
  FORMATS,
  hasType,
  impliedType,
  isObjectSchema,
  mergedAllOf,
  NAME_PATTERN,
  UNSUPPORTED,
} from './strict-rules.ts';

/** Takes a keyword out and tells it in the description instead, where the model still reads it. */
function tellInstead(node: JsonObject, keyword: string): JsonObject {
  const { [keyword]: value, ...rest } = node;
  const before = typeof node.description === 'string' && node.description !== '' ? `${node.description} ` : '';
  return { ...rest, description: `${before}(${keyword}: ${JSON.stringify(value)})` };
}

function allowsNull(schema: JsonObject): boolean {
  if (schema.const === null || (Array.isArray(schema.enum) && schema.enum.includes(null))) return true;
  if ('enum' in schema || 'const' in schema) return false;
  return hasType(schema, 'null') || (Array.isArray(schema.anyOf) && schema.anyOf.some((one) => isJsonObject(one) && allowsNull(one)));
}

/** The same schema, null allowed beside its values: how strict mode says "may be left out". */
function orNull(schema: Json): Json {
  if (!isJsonObject(schema) || allowsNull(schema)) return schema;
  const { const: constant, ...rest } = schema;
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (Array.isArray(schema.anyOf) && !['type', 'enum', 'const', 'allOf', '$ref'].some((key) => key in schema)) {
    return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  }
  if ('allOf' in schema || 'anyOf' in schema || schema.type === undefined || types.includes('object') || types.includes('array')) {
    const { description, ...inner } = schema;
    return { ...(description !== undefined && { description }), anyOf: [inner, { type: 'null' }] };
  }
  if (constant !== undefined) return orNull({ ...rest, enum: [constant] });
  const withNull = { ...schema, type: types.includes('null') ? types : [...types, 'null'] } as JsonObject;
  return Array.isArray(schema.enum) ? { ...withNull, enum: [...schema.enum, null] } : withNull;
}

function mendKeywords(given: JsonObject): JsonObject {
  let node = mergedAllOf(given) ?? given;
  if (Array.isArray(node.oneOf) && node.anyOf === undefined) {
    const { oneOf, ...rest } = node;
    node = { ...rest, anyOf: oneOf! };
  }
  for (const keyword of UNSUPPORTED) if (keyword in node && keyword !== 'allOf') node = tellInstead(node, keyword);
  if (typeof node.format === 'string' && !FORMATS.has(node.format)) node = tellInstead(node, 'format');
  // A keyword now gone may have been what kept `allOf` from being folded, and a fold may bring in others.
  return mergedAllOf(node) ? mendKeywords(node) : node;
}

function aloneRef(node: JsonObject): JsonObject {
  const { $ref, description, title, $defs, definitions, type: _type, ...others } = node;
  const kept = { ...others, ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
  const told = Object.keys(others).reduce(tellInstead, kept as JsonObject);
  return { ...told, ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }), anyOf: [{ $ref: $ref! }] };
}

const mendMap = (map: Json | undefined) =>
  isJsonObject(map) ? Object.fromEntries(Object.entries(map).map(([key, child]) => [key, mendNode(child)])) : map;

function mendObject(node: JsonObject): JsonObject {
  if (!isJsonObject(node.properties)) return node;
  const required = new Set(Array.isArray(node.required) ? node.required : []);
  const properties = Object.fromEntries(
    Object.entries(node.properties).map(([name, child]) => [name, required.has(name) ? child : orNull(child)]),
  );
  const closed = canBeClosed(node) || !isJsonObject(node.additionalProperties);
  return { ...node, properties, required: Object.keys(properties), ...(closed && { additionalProperties: false }) };
}

function mendNode(given: Json): Json {
  if (!isJsonObject(given)) return given;
  let node = mendKeywords(given);
  if (besideRef(node).length > 0) node = aloneRef(node);
  const type = '$ref' in node || 'anyOf' in node ? null : impliedType(node);
  if (type !== null) node = { ...node, type };
  const { properties, items, anyOf, $defs, definitions } = node;
  node = {
    ...node,
    ...(properties !== undefined && { properties: mendMap(properties)! }),
    ...(items !== undefined && { items: Array.isArray(items) ? items : mendNode(items) }),
    ...(anyOf !== undefined && { anyOf: Array.isArray(anyOf) ? anyOf.map(mendNode) : anyOf }),
    ...($defs !== undefined && { $defs: mendMap($defs)! }),
    ...(definitions !== undefined && { definitions: mendMap(definitions)! }),
  };
  return isObjectSchema(node) ? mendObject(node) : node;
}

const isText = (schema: Json | undefined) =>
  isJsonObject(schema) && (schema.type === 'string' || ['$ref', 'anyOf', 'enum', 'const'].some((key) => key in schema));

/** A row's schema whose answers can be joined: `input_id` is there, required, and text. */
function joinable(row: JsonObject): JsonObject {
  if (!isJsonObject(row.properties)) return row;
  const whole = withInputId(row);
  const properties = whole.properties as JsonObject;
  return isText(properties.input_id) ? whole : { ...whole, properties: { ...properties, input_id: { type: 'string' } } };
}

function replaceNode(tree: Json, node: JsonObject, by: JsonObject): Json {
  if (tree === node) return by;
  if (Array.isArray(tree)) return tree.map((item) => replaceNode(item, node, by));
  if (!isJsonObject(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, replaceNode(value, node, by)]));
}

function mendAnswer(answerSchema: JsonObject, resultsKey: string | null): Json {
  const answer = resultsKey === null ? answerOf(answerSchema) : answerSchema;
  const row = rowNode(answer, resultsKey ?? 'all_results');
  return mendNode(row ? replaceNode(answer, row, joinable(row)) : answer);
}

function mendedName(name: Json | undefined): string {
  if (typeof name !== 'string' || name.trim() === '') return 'extraction';
  return NAME_PATTERN.test(name) ? name : name.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 64);
}

/**
 * Puts right what strict mode refuses and can be put right without asking: every field required (one that could be
 * left out may be null instead), nothing beside the fields listed, `input_id` in every row, a proper name. Keywords it
 * does not know are told in the description. Keeps the form that was given; mending twice changes nothing more.
 * A schema that cannot be read comes back as it is.
 */
export function mendSchema(json: Json): Json {
  const reading = readSchema(json);
  if (!reading.ok || !isJsonObject(json)) return json;
  const { given, wrapper, answerSchema, resultsKey } = reading.schema;
  if (given === 'row') return mendNode(isJsonObject(json.properties) && 'input_id' in json.properties ? joinable(json) : json);
  const schema = mendAnswer(answerSchema, resultsKey);
  if (!wrapper) return schema;
  const inner = wrapper.json_schema as JsonObject;
  return { ...wrapper, json_schema: { ...inner, name: mendedName(inner.name), strict: true, schema } };
}
