import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** Keywords whose values are literals: what stands in them is never a schema. */
const LITERALS = new Set(['enum', 'const', 'default', 'examples']);

/** One step of a JSON pointer. */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function pointerKey(step: string): string {
  let plain = step;
  try {
    plain = decodeURIComponent(step);
  } catch {
    // Not percent-encoded after all: the step stands as it is.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What a local reference (`#`, `#/$defs/x`) points at; undefined where it points at nothing or elsewhere. */
export function resolveRef(root: Json, ref: string): Json | undefined {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  let value: Json | undefined = root;
  for (const step of ref.slice(2).split('/')) {
    const key = pointerKey(step);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

/** Follows a schema that is only a reference to the schema meant; null where the chain ends in nothing or a circle. */
export function followRefs(root: Json, schema: Json): JsonObject | null {
  let value: Json | undefined = schema;
  for (let hops = 0; hops < 50; hops++) {
    if (!isJsonObject(value)) return null;
    if (typeof value.$ref !== 'string') return value;
    value = resolveRef(root, value.$ref);
  }
  return null;
}

/** The schema with every reference renamed by `rename`; literals stay as they are. */
export function renameRefs(schema: Json, rename: (ref: string) => string): Json {
  if (Array.isArray(schema)) return schema.map((item) => renameRefs(item, rename));
  if (!isJsonObject(schema)) return schema;
  const members = Object.entries(schema).map(([key, value]): [string, Json] => {
    if (key === '$ref' && typeof value === 'string') return [key, rename(value)];
    return [key, LITERALS.has(key) ? value : renameRefs(value, rename)];
  });
  return Object.fromEntries(members);
}

/** Levels of nesting in a value, counted without recursion; stops counting at `most`. */
export function isDeeperThan(value: Json, most: number): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
