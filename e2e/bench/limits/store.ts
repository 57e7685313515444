/** A database of the bench's own, beside the app's and on the same disk. */
const STORES = ['table', 'pages', 'requests', 'outputs', 'packs', 'naive'] as const;
export type StoreName = (typeof STORES)[number];

export interface Page {
  firstRow: number;
  rowCount: number;
  columns: string[][];
}

let opened: Promise<IDBDatabase> | null = null;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function database(): Promise<IDBDatabase> {
  opened ??= (() => {
    const request = indexedDB.open('rowmill-bench', 1);
    request.addEventListener('upgradeneeded', () => {
      for (const name of STORES) request.result.createObjectStore(name);
    });
    return settled(request);
  })();
  return opened;
}

/** Resolves once the transaction is complete. */
export async function put(store: StoreName, key: IDBValidKey, value: unknown): Promise<void> {
  const transaction = (await database()).transaction(store, 'readwrite');
  transaction.objectStore(store).put(value, key);
  await new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error));
  });
}

/** Everything in a store in the order of its keys, one record read at a time. */
export async function* records<T>(store: StoreName): AsyncGenerator<T> {
  const keys = await settled((await database()).transaction(store).objectStore(store).getAllKeys());
  for (const key of keys) yield (await get<T>(store, key))!;
}

export async function get<T>(store: StoreName, key: IDBValidKey): Promise<T | undefined> {
  return settled((await database()).transaction(store).objectStore(store).get(key)) as Promise<T | undefined>;
}

export async function clear(...stores: StoreName[]): Promise<void> {
  const transaction = (await database()).transaction(stores, 'readwrite');
  for (const store of stores) transaction.objectStore(store).clear();
  await new Promise<void>((resolve) => {
    transaction.addEventListener('complete', () => resolve());
  });
}
