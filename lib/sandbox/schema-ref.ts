import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';

/** The node a `$ref` of the schema points to; null where it points to nothing in it. */
export function resolveRef(root: JsonObject, ref: string): JsonObject | null {
  let node: Json | undefined = root;
  for (const step of ref.replace(/^#\/?/, '').split('/')) {
    if (step === '') continue;
    if (!isJsonObject(node)) return null;
    node = node[decode(step)];
  }
  return ref.startsWith('#') && isJsonObject(node) ? node : null;
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}
