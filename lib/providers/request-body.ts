/**
 * The body inside a line of a batch, byte for byte: what follows `"{name}":` up to the line's closing brace. Parsed and
 * written anew it could differ. Lines are our own, so the first such member is the line's, and the last.
 */
export function bodyOf(request: string, name: 'body' | 'params'): Blob {
  const opening = `"${name}":`;
  const at = request.indexOf(opening);
  if (at < 0) throw new RangeError(`The request has no member "${name}".`);
  return new Blob([request.slice(at + opening.length, request.trimEnd().length - 1)], { type: 'application/json' });
}

/** The `custom_id` of a line of a batch. */
export function customIdOfRequest(request: string): string {
  return (JSON.parse(request) as { custom_id: string }).custom_id;
}
