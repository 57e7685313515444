import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { followRefs, isDeeperThan, pointerStep, renameRefs } from './schema-refs.ts';

/** Keys under which an answer's rows are looked for, the contract's own first. */
export const RESULT_KEYS = ['all_results', 'all results', 'results'] as const;

const DEEPEST = 100;

/** A schema as given, understood. */
export interface ReadSchema {
  /** `wrapper`: OpenAI's `response_format`, sent verbatim; `answer`: schema of a whole answer; `row`: schema of one row. */
  given: 'wrapper' | 'answer' | 'row';
  /** What was given, where it is a wrapper; else null. */
  wrapper: JsonObject | null;
  /** Schema of the whole answer, as sent. */
  answerSchema: JsonObject;
  /** Where in what was given the answer's (or row's) schema stands, as a JSON pointer. */
  pointer: string;
  /** Key of the list of rows; null: the whole answer is one row. */
  resultsKey: string | null;
  /** Schema of one row, complete in itself: definitions it refers to are part of it. */
  rowSchema: JsonObject;
}

export type SchemaReading = { ok: true; schema: ReadSchema } | { ok: false; problem: string };

const trouble = (problem: string): SchemaReading => ({ ok: false, problem });

const looksLikeObject = (schema: JsonObject) => schema.type === 'object' || (schema.type === undefined && isJsonObject(schema.properties));

/** The key of the list of rows in an answer's schema. `results` and `all results` count only where they stand alone. */
function resultsKeyOf(answerSchema: JsonObject): string | null {
  if (!isJsonObject(answerSchema.properties)) return null;
  const properties = answerSchema.properties;
  const isAlone = Object.keys(properties).length === 1;
  const found = RESULT_KEYS.find((key) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (key === 'all_results') return property !== undefined;
    if (!isAlone || !isJsonObject(property) || property.type !== 'array') return false;
    const items = followRefs(answerSchema, property.items ?? null);
    return items !== null && looksLikeObject(items);
  });
  return found ?? null;
}

function definitionsOf(schema: JsonObject): JsonObject {
  const { $defs, definitions } = schema;
  return { ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }) };
}

const isToDefinition = (ref: string) => /^#\/(\$defs|definitions)\//.test(ref);

/** Can a value that fits be an object? Unions are taken at their word. */
function mayBeObject(schema: JsonObject): boolean {
  if (schema.type !== undefined) return schema.type === 'object' || (Array.isArray(schema.type) && schema.type.includes('object'));
  return ['properties', 'anyOf', 'oneOf', 'allOf'].some((keyword) => schema[keyword] !== undefined);
}

/**
 * The node of an answer's schema that describes one row, wherever its references lead. A list that says nothing of its
 * items may hold any objects. Null: its items cannot be objects.
 */
export function rowNode(answerSchema: JsonObject, resultsKey: string): JsonObject | null {
  const list = followRefs(answerSchema, (answerSchema.properties as JsonObject)[resultsKey] ?? null);
  if (list?.type !== 'array') return null;
  if (list.items === undefined) return { type: 'object' };
  const items = followRefs(answerSchema, list.items);
  return items && mayBeObject(items) ? items : null;
}

/** Cuts the schema of one row out of an answer's, so that its references still find what they name. */
function cutRowSchema(answerSchema: JsonObject, resultsKey: string): JsonObject | null {
  const items = rowNode(answerSchema, resultsKey);
  if (!items) return null;
  const itemsRef = `#/properties${pointerStep(resultsKey)}/items`;
  const rename = (ref: string) => (ref === itemsRef || ref.startsWith(`${itemsRef}/`) ? `#${ref.slice(itemsRef.length)}` : ref);
  return renameRefs({ ...items, ...definitionsOf(answerSchema) }, rename) as JsonObject;
}

/** A row's schema with `input_id` first among its fields and required. */
export function withInputId(rowSchema: JsonObject): JsonObject {
  const { input_id: given, ...properties } = isJsonObject(rowSchema.properties) ? rowSchema.properties : {};
  const required = Array.isArray(rowSchema.required) ? rowSchema.required : [];
  return {
    ...rowSchema,
    properties: { input_id: given ?? { type: 'string' }, ...properties },
    required: ['input_id', ...required.filter((name) => name !== 'input_id')],
  };
}

/** The schema of an answer whose rows have this schema; definitions move to the top, where references look for them. */
export function answerOf(rowSchema: JsonObject): JsonObject {
  const { $defs, definitions, $schema: _schema, $id: _id, ...row } = rowSchema;
  const rename = (ref: string) => (isToDefinition(ref) ? ref : ref.replace(/^#/, '#/properties/all_results/items'));
  const answer: JsonObject = {
    type: 'object',
    properties: { all_results: { type: 'array', items: withInputId(row) } },
    required: ['all_results'],
    additionalProperties: false,
    ...($defs !== undefined && { $defs }),
    ...(definitions !== undefined && { definitions }),
  };
  return renameRefs(answer, rename) as JsonObject;
}

function readAnswer(answerSchema: JsonObject, wrapper: JsonObject | null, pointer: string): SchemaReading {
  const given = wrapper ? 'wrapper' : 'answer';
  const resultsKey = resultsKeyOf(answerSchema);
  if (resultsKey === null) {
    return { ok: true, schema: { given, wrapper, answerSchema, pointer, resultsKey, rowSchema: answerSchema } };
  }
  const rowSchema = cutRowSchema(answerSchema, resultsKey);
  if (!rowSchema) return trouble(`“${resultsKey}” must be a list whose items are objects: one object for each row.`);
  return { ok: true, schema: { given, wrapper, answerSchema, pointer, resultsKey, rowSchema } };
}

function readWrapper(json: JsonObject): SchemaReading {
  const inner = json.json_schema;
  if (!isJsonObject(inner)) return trouble('“type” says json_schema, but “json_schema” with the schema in it is missing.');
  if (!isJsonObject(inner.schema)) return trouble('“json_schema” holds no “schema”. The schema itself belongs there.');
  if (!looksLikeObject(inner.schema)) return trouble('The top of the schema must be an object with “properties”.');
  return readAnswer(inner.schema, json, '/json_schema/schema');
}

/**
 * Understands a schema in any of three forms: OpenAI's wrapper `{type: 'json_schema', json_schema: {name, strict, schema}}`,
 * the schema of a whole answer (`all_results` a list of objects), or the schema of one row, which is put into
 * `all_results` with `input_id` as its first field.
 */
export function readSchema(json: Json): SchemaReading {
  if (!isJsonObject(json)) return trouble('A schema is a JSON object: it starts with { and ends with }.');
  if (isDeeperThan(json, DEEPEST)) return trouble(`The schema is nested more than ${DEEPEST} levels deep.`);
  if (json.type === 'json_schema' || isJsonObject(json.json_schema)) {
    return readWrapper(json.type === 'json_schema' ? json : { type: 'json_schema', ...json });
  }
  if (json.type === 'json_object' || json.type === 'text') {
    return trouble(`“${json.type}” asks for no particular form. Leave the schema empty for that.`);
  }
  if (json.type === 'array') return trouble('Give the schema of one row, not of the list: the list is added around it.');
  if (isJsonObject(json.schema) && json.properties === undefined) {
    return trouble('This looks like the inside of OpenAI’s wrapper. Paste only what stands under “schema”, or the whole wrapper.');
  }
  const root = followRefs(json, json);
  if (!root || !looksLikeObject(root) || !isJsonObject(root.properties)) {
    return trouble('The schema must describe an object: {"type": "object", "properties": {…}} with one property for each field.');
  }
  if (resultsKeyOf(json) !== null) return readAnswer(json, null, '');
  const row = root === json ? json : { ...root, ...definitionsOf(json) };
  const answerSchema = answerOf(row);
  const rowSchema = cutRowSchema(answerSchema, 'all_results');
  if (!rowSchema) return trouble('The schema must describe an object with one property for each field.');
  return { ok: true, schema: { given: 'row', wrapper: null, answerSchema, pointer: '', resultsKey: 'all_results', rowSchema } };
}
