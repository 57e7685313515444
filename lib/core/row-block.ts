/**
 * Rows as they stand inside a request, in the order they go out: row n is `bytes` from `starts[n]` to `ends[n]`, and
 * `characters[n]` UTF-16 units as text; a comma may stand between rows. `rows` are dataset rows, `ids` their input ids. Blocks come from memory that is
 * used again: each is good until the next one is asked for.
 */
export interface RowBlock {
  rows: Uint32Array;
  ids: readonly string[];
  starts: Uint32Array;
  ends: Uint32Array;
  characters: Uint32Array;
  bytes: Uint8Array<ArrayBuffer>;
}
