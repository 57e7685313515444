import { useSyncExternalStore } from 'react';
import { onStorageFault, storageFault, type StorageFault } from '#lib/storage/health';

/** What is wrong with the storage of this page; null: nothing, as far as is known. */
export function useStorageFault(): StorageFault | null {
  return useSyncExternalStore(onStorageFault, storageFault, () => null);
}
