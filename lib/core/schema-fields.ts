import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** What a person can ask for of a row without writing a schema. */
export const FIELD_KINDS = ['text', 'number', 'yes-no', 'one-of', 'texts'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface Field {
  name: string;
  kind: FieldKind;
  /** The allowed answers of a `one-of`; empty for every other kind. */
  choices: string[];
  description: string;
  /** Whether the model may answer null where the text does not say. */
  mayBeEmpty: boolean;
}

export const EMPTY_FIELD: Field = { name: '', kind: 'text', choices: [], description: '', mayBeEmpty: true };

const JSON_TYPE: Record<FieldKind, string> = { text: 'string', number: 'number', 'yes-no': 'boolean', 'one-of': 'string', texts: 'array' };

function propertyOf(field: Field): JsonObject {
  const type = JSON_TYPE[field.kind];
  const property: JsonObject = { type: field.mayBeEmpty ? [type, 'null'] : type };
  if (field.kind === 'one-of') property.enum = field.mayBeEmpty ? [...field.choices, null] : [...field.choices];
  if (field.kind === 'texts') property.items = { type: 'string' };
  if (field.description) property.description = field.description;
  return property;
}

/** A one-row schema in the form strict mode asks for: every field required, nothing beside them. */
export function schemaFromFields(fields: Field[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)])),
    required: fields.map((field) => field.name),
    additionalProperties: false,
  };
}

const sameSet = (a: Json[], b: Json[]) => a.length === b.length && a.every((value) => b.includes(value));

function baseType(type: Json | undefined): { type: string; mayBeEmpty: boolean } | null {
  if (typeof type === 'string') return { type, mayBeEmpty: false };
  if (!Array.isArray(type) || type.length !== 2 || !type.includes('null')) return null;
  const other = type.find((one) => one !== 'null');
  return typeof other === 'string' ? { type: other, mayBeEmpty: true } : null;
}

function choicesOf(values: Json, mayBeEmpty: boolean): string[] | null {
  if (!Array.isArray(values) || values.includes(null) !== mayBeEmpty) return null;
  const texts = values.filter((value) => value !== null);
  return texts.every((value) => typeof value === 'string') ? texts : null;
}

const isListOfTexts = (items: Json | undefined) =>
  items !== undefined && isJsonObject(items) && Object.keys(items).length === 1 && items.type === 'string';

function fieldOf(name: string, property: Json): Field | null {
  if (!isJsonObject(property)) return null;
  const { type: rawType, description = '', enum: values, items, ...more } = property;
  const found = baseType(rawType);
  if (!found || typeof description !== 'string' || Object.keys(more).length) return null;
  const { type, mayBeEmpty } = found;
  const field = { name, description, mayBeEmpty, choices: [] };
  if (type === 'array') return isListOfTexts(items) && values === undefined ? { ...field, kind: 'texts' } : null;
  if (items !== undefined) return null;
  if (values !== undefined) {
    const choices = type === 'string' ? choicesOf(values, mayBeEmpty) : null;
    return choices && { ...field, kind: 'one-of', choices };
  }
  const kind = (['text', 'number', 'yes-no'] as const).find((one) => JSON_TYPE[one] === type);
  return kind ? { ...field, kind } : null;
}

/** The fields of a one-row schema, or null where it says more than fields can. Inverse of {@link schemaFromFields}. */
export function fieldsFromSchema(schema: Json): Field[] | null {
  if (!isJsonObject(schema)) return null;
  const { type, properties, required, additionalProperties, ...more } = schema;
  if (type !== 'object' || properties === undefined || !isJsonObject(properties) || Object.keys(more).length) return null;
  if (additionalProperties !== false || !Array.isArray(required)) return null;
  const names = Object.keys(properties);
  if (!sameSet(required, names) || names.includes('input_id') || names.includes('all_results')) return null;
  const fields = names.map((name) => fieldOf(name, properties[name] ?? null));
  return fields.every((field) => field !== null) ? fields : null;
}

export interface FieldProblem {
  /** Where on the field it stands. */
  part: 'name' | 'choices';
  message: string;
}

/** What keeps each field from being written, by its place in the list; null where nothing does. */
export function fieldProblems(fields: Field[]): (FieldProblem | null)[] {
  const ofName = (message: string): FieldProblem => ({ part: 'name', message });
  const ofChoices = (message: string): FieldProblem => ({ part: 'choices', message });
  return fields.map((field, index) => {
    if (!field.name.trim()) return ofName('Give the field a name.');
    if (field.name === 'input_id' || field.name === 'all_results')
      return ofName(`“${field.name}” is used by Rowmill itself; choose another name.`);
    if (fields.findIndex((other) => other.name === field.name) !== index) return ofName(`“${field.name}” is already there.`);
    if (field.kind !== 'one-of') return null;
    if (field.choices.length < 2) return ofChoices('List at least two answers to choose from, one on each line.');
    const repeated = field.choices.find((choice, at) => field.choices.indexOf(choice) !== at);
    return repeated === undefined ? null : ofChoices(`The answer “${repeated}” is listed twice.`);
  });
}
