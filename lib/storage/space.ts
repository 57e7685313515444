export interface Space {
  usedBytes: number;
  freeBytes: number;
  /** Whether the browser has promised not to evict it. */
  persisted: boolean;
}

export async function space(): Promise<Space> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { usedBytes: usage, freeBytes: Math.max(0, quota - usage), persisted: await navigator.storage.persisted() };
}

/** Asks the browser to keep our storage; false where it does not promise. */
export function askToPersist(): Promise<boolean> {
  return navigator.storage.persist();
}
