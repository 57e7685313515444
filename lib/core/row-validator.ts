import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import type { Json, JsonObject } from './json.ts';
import { quickAccept } from './quick-accept.ts';

/** Null where a row keeps to the schema, else words naming the field and the fault. Never throws. */
export type RowValidator = (value: JsonObject) => string | null;

/** Faults that only say "something inside is wrong"; what is wrong follows them. */
const CONTAINERS = new Set([
  '$ref',
  '$recursiveRef',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'dependentSchemas',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'allOf',
  'if',
]);

const TYPE_WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const MOST_FAULTS = 3;
const MOST_CHARACTERS = 120;

const cut = (text: string) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

/** `#/address/lines/0` → “address › lines › 1”. */
function fieldOf(location: string): string {
  let pointer = location.replace(/^#\/?/, '');
  if (pointer === '') return 'the answer';
  try {
    pointer = decodeURIComponent(pointer);
  } catch {
    // A stray % in a name: shown as it is.
  }
  const steps = pointer.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return `“${cut(steps.map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : step)).join(' › '))}”`;
}

function quotedWords(text: string): string {
  return [...text.matchAll(/"([^"]*)"/g)].map(([, type]) => TYPE_WORDS[type!] ?? type!).join(' or ');
}

/** Words for each keyword, made from the validator's own message. */
const WORDS: Record<string, (field: string, message: string) => string> = {
  type: (field, message) => {
    const [is = '', expected = ''] = message.split(' is invalid. ');
    return `${field} is ${quotedWords(is)}, but should be ${quotedWords(expected)}`;
  },
  enum: (field, message) => `${field} is none of ${cut(message.replace(/^Instance does not match any of |\.$/g, ''))}`,
  const: (field, message) => `${field} is not ${cut(message.replace(/^Instance does not match |\.$/g, ''))}`,
  required: (field, message) => {
    const name = /"(.*)"\.$/s.exec(message)?.[1] ?? '';
    return field === 'the answer' ? `“${name}” is missing` : `${field} lacks “${name}”`;
  },
  false: (field) => `${field} is not a field of the schema`,
  pattern: (field) => `${field} does not have the form asked for`,
  format: (field, message) => `${field} is not a valid ${/"(.*)"/.exec(message)?.[1] ?? 'value'}`,
  anyOf: (field) => `${field} fits none of the forms allowed`,
  oneOf: (field) => `${field} does not fit exactly one of the forms allowed`,
};

const isUnion = (keyword: string) => keyword === 'anyOf' || keyword === 'oneOf';

/** The faults worth telling. Of a union that fits nowhere, what is wrong further inside tells more than the union. */
function plainFaults(errors: OutputUnit[]): OutputUnit[] {
  const plain: OutputUnit[] = [];
  for (let i = 0; i < errors.length; i++) {
    const error = errors[i]!;
    if (CONTAINERS.has(error.keyword)) continue;
    if (!isUnion(error.keyword)) {
      plain.push(error);
      continue;
    }
    const inside: OutputUnit[] = [];
    while (errors[i + 1]?.keywordLocation.startsWith(`${error.keywordLocation}/`)) inside.push(errors[++i]!);
    const deeper = plainFaults(inside).find((one) => one.instanceLocation.length > error.instanceLocation.length);
    plain.push(deeper ?? error);
  }
  return plain;
}

function inWords(errors: OutputUnit[]): string {
  const told = plainFaults(errors).map(({ keyword, instanceLocation, error }) => {
    const field = fieldOf(instanceLocation);
    return WORDS[keyword]?.(field, error) ?? `${field}: ${cut(error.replace(/\.$/, '').replace(/ {2,}/g, ' '))}`;
  });
  const once = [...new Set(told)];
  const more = once.length > MOST_FAULTS ? ` (and ${once.length - MOST_FAULTS} more)` : '';
  return `${once.slice(0, MOST_FAULTS).join('; ') || 'the answer does not fit the schema'}${more}.`;
}

function compile(rowSchema: Json): Validator | null {
  try {
    // A copy, since the validator marks the schema it reads.
    return new Validator(structuredClone(rowSchema) as Schema, '2020-12', false);
  } catch {
    return null;
  }
}

/** Checks rows against the schema of one row (`ReadSchema.rowSchema`), by JSON Schema 2020-12, without generated code. */
export function rowValidator(rowSchema: Json): RowValidator {
  const validator = compile(rowSchema);
  if (!validator) return () => 'The schema itself is broken, so this answer could not be checked against it.';
  const isPlainlyValid = quickAccept(rowSchema);
  return (value) => {
    if (isPlainlyValid(value)) return null;
    try {
      const { valid, errors } = validator.validate(value);
      return valid ? null : inWords(errors);
    } catch {
      return 'This answer could not be checked against the schema: one of the two refers to nothing, is broken, or is nested too deeply.';
    }
  };
}
