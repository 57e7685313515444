import { format, ucs2length } from '@cfworker/json-schema';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/**
 * Tells at once that a value keeps to its schema; false only says that this must be looked at in full. `depth`: levels
 * walked into so far.
 */
type Accept = (value: Json, depth: number) => boolean;

/** Beyond so many levels the full validator may give up, so nothing is accepted here. */
const DEEPEST = 100;

/** A part of the schema that is left to the full validator. */
class Unsupported extends Error {}

const never: Accept = () => false;
const always: Accept = () => true;

const TYPES: Record<string, Accept> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => typeof value === 'number' && value % 1 === 0,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => isJsonObject(value),
};

function ofKind<Value extends Json>(kind: string, isFit: (value: Value) => boolean): Accept {
  const isKind = TYPES[kind]!;
  return (value, depth) => !isKind(value, depth) || isFit(value as Value);
}

/** A bound on some measure of values of one kind. */
function bounded<Value extends Json>(kind: string, measure: (value: Value) => number, isFit: (is: number, given: number) => boolean) {
  return (given: Json): Accept => {
    if (typeof given !== 'number') throw new Unsupported();
    return ofKind<Value>(kind, (value) => isFit(measure(value), given));
  };
}

function textOf(given: Json): string {
  if (typeof given !== 'string') throw new Unsupported();
  return given;
}

function listOf(given: Json): Json[] {
  if (!Array.isArray(given)) throw new Unsupported();
  return given;
}

function oneOf(values: Json[]): Accept {
  const plain = new Set<Json>(values.filter((value) => typeof value !== 'object' || value === null));
  return (value) => plain.has(value);
}

function ofType(given: Json): Accept {
  const kinds = (Array.isArray(given) ? given : [given]).map((name) => {
    if (typeof name !== 'string' || !Object.hasOwn(TYPES, name)) throw new Unsupported();
    return TYPES[name]!;
  });
  const [first] = kinds;
  return kinds.length === 1 && first ? first : (value, depth) => kinds.some((isKind) => isKind(value, depth));
}

function matching(given: Json): Accept {
  try {
    const pattern = new RegExp(textOf(given), 'u');
    return ofKind<string>('string', (value) => pattern.test(value));
  } catch {
    throw new Unsupported();
  }
}

function formatted(given: Json): Accept {
  const isFit = Object.hasOwn(format, textOf(given)) ? format[textOf(given)] : undefined;
  return isFit ? ofKind<string>('string', isFit) : always;
}

/** Keywords that ask something of a value by itself. */
const PLAIN: Record<string, (given: Json) => Accept> = {
  type: ofType,
  enum: (given) => oneOf(listOf(given)),
  const: (given) => oneOf([given]),
  minimum: bounded(
    'number',
    (value: number) => value,
    (is, given) => is >= given,
  ),
  maximum: bounded(
    'number',
    (value: number) => value,
    (is, given) => is <= given,
  ),
  exclusiveMinimum: bounded(
    'number',
    (value: number) => value,
    (is, given) => is > given,
  ),
  exclusiveMaximum: bounded(
    'number',
    (value: number) => value,
    (is, given) => is < given,
  ),
  minLength: bounded('string', ucs2length, (is, given) => is >= given),
  maxLength: bounded('string', ucs2length, (is, given) => is <= given),
  minItems: bounded(
    'array',
    (value: Json[]) => value.length,
    (is, given) => is >= given,
  ),
  maxItems: bounded(
    'array',
    (value: Json[]) => value.length,
    (is, given) => is <= given,
  ),
  pattern: matching,
  format: formatted,
};

const REF = /^#\/(\$defs|definitions)\/([\w.-]+)$/;
const SAYS_NOTHING = new Set(['title', 'description', 'default', '$schema', '$comment', '$defs', 'definitions']);
const OF_OBJECTS = new Set(['properties', 'required', 'additionalProperties']);

class Compiler {
  readonly #root: JsonObject;
  /** Null: it holds something that is left to the full validator. */
  readonly #refs = new Map<string, Accept | null>();
  /** Definitions each definition leads to without a step into the value. */
  readonly #leadsTo = new Map<string, Set<string>>();
  /** The definition compiled now, until a step into the value is made. */
  #definition: string | null = null;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** `isWhole`: nothing in it may be left to the full validator, which looks into all of it even where one branch fits. */
  schema(schema: Json, isWhole: boolean): Accept {
    if (schema === true) return always;
    if (schema === false) return never;
    if (!isJsonObject(schema)) throw new Unsupported();
    const checks = Object.entries(schema).flatMap(([keyword, given]) => this.#keyword(keyword, given, isWhole));
    if (Object.keys(schema).some((keyword) => OF_OBJECTS.has(keyword))) checks.push(this.#object(schema, isWhole));
    const [first = always, ...others] = checks;
    if (others.length === 0) return first;
    return (value, depth) => checks.every((check) => check(value, depth));
  }

  #keyword(keyword: string, given: Json, isWhole: boolean): Accept[] {
    if (SAYS_NOTHING.has(keyword) || OF_OBJECTS.has(keyword)) return [];
    if (keyword === 'items') return [this.#items(given, isWhole)];
    if (keyword === 'anyOf') return [this.#anyOf(listOf(given))];
    if (keyword === '$ref') return [this.#ref(textOf(given))];
    if (!Object.hasOwn(PLAIN, keyword)) throw new Unsupported();
    return [PLAIN[keyword]!(given)];
  }

  /** Of a field or an item: what is not understood there accepts nothing. */
  #inner(schema: Json, isWhole: boolean): Accept {
    try {
      return this.#within(null, () => this.schema(schema, isWhole));
    } catch (error) {
      if (isWhole || !(error instanceof Unsupported)) throw error;
      return never;
    }
  }

  #within<T>(definition: string | null, run: () => T): T {
    const outer = this.#definition;
    this.#definition = definition;
    try {
      return run();
    } finally {
      this.#definition = outer;
    }
  }

  #items(schema: Json, isWhole: boolean): Accept {
    const accept = this.#inner(schema, isWhole);
    return (value, depth) => !Array.isArray(value) || (depth < DEEPEST && value.every((item) => accept(item, depth + 1)));
  }

  #anyOf(schemas: Json[]): Accept {
    const branches = schemas.map((schema) => this.schema(schema, true));
    return (value, depth) => branches.some((accept) => accept(value, depth));
  }

  /** Definitions may refer to themselves: each is compiled once, and found when it is first needed. */
  #ref(ref: string): Accept {
    const [, keyword = '', name = ''] = REF.exec(ref) ?? [];
    const definitions = this.#root[keyword];
    if (!isJsonObject(definitions) || !Object.hasOwn(definitions, name)) throw new Unsupported();
    if (this.#definition !== null) this.#leadsTo.get(this.#definition)!.add(ref);
    if (!this.#refs.has(ref)) this.#define(ref, definitions[name]!);
    if (this.#refs.get(ref) === null) throw new Unsupported();
    return (value, depth) => depth < DEEPEST && this.#refs.get(ref)!(value, depth + 1);
  }

  #define(ref: string, definition: Json): void {
    this.#refs.set(ref, never);
    this.#leadsTo.set(ref, new Set());
    try {
      this.#refs.set(
        ref,
        this.#within(ref, () => this.schema(definition, true)),
      );
    } catch (error) {
      this.#refs.set(ref, null);
      throw error;
    }
  }

  /** Does a definition lead back to itself without a step into the value? The full validator never ends on such. */
  get isEndless(): boolean {
    const done = new Set<string>();
    const leadsBack = (ref: string, path: Set<string>): boolean => {
      if (path.has(ref)) return true;
      if (done.has(ref)) return false;
      path.add(ref);
      const isBack = [...this.#leadsTo.get(ref)!].some((next) => leadsBack(next, path));
      path.delete(ref);
      done.add(ref);
      return isBack;
    };
    return [...this.#leadsTo.keys()].some((ref) => leadsBack(ref, new Set()));
  }

  #object({ properties = {}, required = [], additionalProperties = true }: JsonObject, isWhole: boolean): Accept {
    if (!isJsonObject(properties)) throw new Unsupported();
    const names = listOf(required).map(textOf);
    const fields = new Map(Object.entries(properties).map(([name, schema]) => [name, this.#inner(schema, isWhole)]));
    const others = this.#inner(additionalProperties, isWhole);
    return (value, depth) => {
      if (!isJsonObject(value)) return true;
      if (depth >= DEEPEST) return false;
      for (const name of names) if (!Object.hasOwn(value, name)) return false;
      for (const name of Object.keys(value)) if (!(fields.get(name) ?? others)(value[name]!, depth + 1)) return false;
      return true;
    };
  }
}

/**
 * A check that runs through most answers in a fraction of the full validator's time: what it accepts, the full
 * validator accepts too; of anything else, and of schemas with keywords it does not know, it says false.
 */
export function quickAccept(rowSchema: Json): (value: JsonObject) => boolean {
  if (!isJsonObject(rowSchema)) return () => false;
  try {
    const compiler = new Compiler(rowSchema);
    const accept = compiler.schema(rowSchema, false);
    return compiler.isEndless ? () => false : (value) => accept(value, 0);
  } catch (error) {
    if (error instanceof Unsupported) return () => false;
    throw error;
  }
}
