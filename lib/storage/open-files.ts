import { openToRead, type SyncAccess } from './files.ts';

/** How long after the last read files are let go, in milliseconds: while one is open, nobody can remove it. */
const OPEN_MS = 500;
const OPEN_MOST = 64;

/** Files that pieces are read from, open until nothing has been read for a moment: opening one takes longer than reading of it. */
const open = new Map<string, Promise<SyncAccess | null>>();
let timer: ReturnType<typeof setTimeout> | undefined;

function letGo(keys: Iterable<string>): void {
  for (const key of keys) {
    // Who waits for it to be open reads first.
    void open.get(key)?.then((access) => access?.close());
    open.delete(key);
  }
}

function accessTo(key: string): Promise<SyncAccess | null> {
  clearTimeout(timer);
  timer = setTimeout(() => letGo(open.keys()), OPEN_MS);
  const known = open.get(key);
  if (known) return known;
  if (open.size >= OPEN_MOST) letGo([open.keys().next().value!]);
  const access = openToRead(key);
  open.set(key, access);
  return access;
}

/** Bytes of a file from a place on, straight from the disk; null where it cannot be read so, or has not as many. */
export async function readPiece(key: string, at: number, length: number): Promise<ArrayBuffer | null> {
  const access = await accessTo(key);
  const bytes = new Uint8Array(length);
  return access?.read(bytes, { at }) === length ? bytes.buffer : null;
}
