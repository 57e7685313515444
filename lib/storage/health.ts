import type { StorageFaultKind } from '#lib/core/storage-words';
import { db } from './db.ts';

export interface StorageFault {
  kind: StorageFaultKind;
  details: string | null;
}

let fault: StorageFault | null = null;
const listeners = new Set<() => void>();

function set(next: StorageFault | null): void {
  fault = next;
  for (const listener of listeners) listener();
}

function failed(error: unknown): void {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  // Closed meanwhile, which has been told already.
  if (fault && fault.kind !== 'waiting') return;
  set({ kind: name === 'NewerDatabaseError' ? 'newer' : 'unreadable', details: `${name}: ${message}` });
}

let isWatching = false;

/** Opens the database and watches what becomes of it, once a page. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  db.on('blocked', () => {
    set({ kind: 'waiting', details: null });
    return false;
  });
  db.on('versionchange', ({ newVersion }: IDBVersionChangeEvent) => {
    set({ kind: newVersion ? 'replaced' : 'gone', details: null });
  });
  // Whenever it is opened: a page that comes back from the browser's memory opens it anew. Closing it ourselves raises no event.
  db.on('ready', () => db.backendDB().addEventListener('close', gone), true);
  db.open().then(() => set(null), failed);
}

/** Given up for good: Dexie would open what took its place, and a page that reads an empty database forgets which jobs were here. */
function gone(): void {
  db.close();
  set({ kind: 'gone', details: null });
}

/** What is wrong with the storage of this page; null: nothing, as far as is known. */
export function storageFault(): StorageFault | null {
  return fault;
}

/** Calls `listener` at every change; returns what ends it. */
export function onStorageFault(listener: () => void): () => void {
  listeners.add(listener);
  watch();
  return () => listeners.delete(listener);
}

/** Whether this connection was given up, so that nothing will ever be read or written through it again. */
export function isGivenUp(): boolean {
  return db.hasBeenClosed();
}
