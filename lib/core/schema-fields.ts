import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** What a person can ask for of a row without writing a schema. */
export const FIELD_KINDS = ['text', 'number', 'yes-no', 'one-of', 'some-of', 'texts'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface Field {
  name: string;
  kind: FieldKind;
  /** The allowed answers of a `one-of` or `some-of`; empty for every other kind. */
  choices: string[];
  description: string;
  /** Whether the model may answer null where the text does not say. */
  mayBeEmpty: boolean;
}

export const EMPTY_FIELD: Field = { name: '', kind: 'text', choices: [], description: '', mayBeEmpty: true };

/** Whether answers of this kind are chosen from a list. */
export const hasChoices = (kind: FieldKind) => kind === 'one-of' || kind === 'some-of';

const JSON_TYPE: Record<FieldKind, string> = {
  text: 'string',
  number: 'number',
  'yes-no': 'boolean',
  'one-of': 'string',
  'some-of': 'array',
  texts: 'array',
};

function propertyOf(field: Field): JsonObject {
  const type = JSON_TYPE[field.kind];
  const property: JsonObject = { type: field.mayBeEmpty ? [type, 'null'] : type };
  if (field.kind === 'one-of') property.enum = field.mayBeEmpty ? [...field.choices, null] : [...field.choices];
  if (field.kind === 'texts') property.items = { type: 'string' };
  if (field.kind === 'some-of') property.items = { type: 'string', enum: [...field.choices] };
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

/** The choices of a list's items; empty for a list of any texts, null for one of anything else. */
function itemChoices(items: Json | undefined): string[] | null {
  if (items === undefined || !isJsonObject(items) || items.type !== 'string') return null;
  const { type: _, enum: values, ...more } = items;
  if (Object.keys(more).length) return null;
  if (values === undefined) return [];
  const choices = choicesOf(values, false);
  return choices?.length ? choices : null;
}

function fieldOf(name: string, property: Json): Field | null {
  if (!isJsonObject(property)) return null;
  const { type: rawType, description = '', enum: values, items, ...more } = property;
  const found = baseType(rawType);
  if (!found || typeof description !== 'string' || Object.keys(more).length) return null;
  const { type, mayBeEmpty } = found;
  const field = { name, description, mayBeEmpty, choices: [] };
  if (type === 'array') {
    const choices = values === undefined ? itemChoices(items) : null;
    return choices && { ...field, kind: choices.length ? 'some-of' : 'texts', choices };
  }
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
  if (!sameSet(required, names)) return null;
  const fields = names.map((name) => fieldOf(name, properties[name] ?? null));
  if (!fields.every((field) => field !== null)) return null;
  return fieldProblems(fields).every((problem) => problem === null) ? fields : null;
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
    if (field.name !== field.name.trim()) return ofName('The name begins or ends with a space.');
    if (field.name === 'input_id' || field.name === 'all_results')
      return ofName(`“${field.name}” is used by Rowmill itself; choose another name.`);
    if (fields.findIndex((other) => other.name === field.name) !== index) return ofName(`“${field.name}” is already there.`);
    if (!hasChoices(field.kind)) return null;
    if (field.choices.length === 0) return ofChoices('List the answers to choose from, one on each line.');
    const repeated = field.choices.find((choice, at) => field.choices.indexOf(choice) !== at);
    return repeated === undefined ? null : ofChoices(`The answer “${repeated}” is listed twice.`);
  });
}
