'use client';
import { usePathname } from 'next/navigation';
import { useCallback, useSyncExternalStore } from 'react';

/**
 * What the address says. The job page is one static page for every id, so nothing of it is known
 * before the page stands in the browser: until then everything here is undefined.
 */
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** `/jobs/{id}` → id; null where the address names none; undefined before mount. */
export function useJobId(): string | null | undefined {
  // The value is not used (it differs between server and browser); the call makes links between jobs arrive here.
  usePathname();
  const path = useSyncExternalStore(
    subscribe,
    () => location.pathname,
    () => undefined,
  );
  if (path === undefined) return undefined;
  const id = /^\/jobs\/([^/]+)\/?$/u.exec(path)?.[1];
  return id === undefined ? null : decoded(id);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One value of the query and a function that changes it; null takes it out. The history keeps one entry. */
export function useQueryValue(name: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(location.search).get(name),
    () => null,
  );
  const change = useCallback(
    (next: string | null) => {
      const url = new URL(location.href);
      if (next === null) url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      history.replaceState(null, '', url);
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [value, change];
}
