import { useSyncExternalStore } from 'react';
import { askToPersist, space } from '#lib/storage/space';

/** Whether this browser was asked to keep what is stored, and the person told of its refusal. Kept for the browser, not with a job. */
const KEY = 'rowmill-keep';
const CHANGED = 'rowmill-keep-changed';

type Noted = 'granted' | 'refused' | 'told';

function note(noted: Noted): void {
  try {
    localStorage.setItem(KEY, noted);
  } catch {
    // Storage is blocked: it is asked again with the next job.
  }
  window.dispatchEvent(new Event(CHANGED));
}

function noted(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Asks the browser, with the first job made here, to keep our storage when its disk runs full. */
export async function askToKeep(): Promise<void> {
  if (noted() !== null) return;
  note((await space()).persisted || (await askToPersist()) ? 'granted' : 'refused');
}

function subscribe(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed);
  window.addEventListener('storage', changed);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener('storage', changed);
  };
}

/** Whether the person has yet to hear that the browser refused. */
export function useRefusal(): { isNews: boolean; setTold: () => void } {
  const isNews = useSyncExternalStore(
    subscribe,
    () => noted() === 'refused',
    () => false,
  );
  return { isNews, setTold: () => note('told') };
}
