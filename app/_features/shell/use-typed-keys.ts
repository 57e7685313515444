import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { z } from 'zod';
import '#lib/core/zod-jitless';

/** Fingerprints of keys typed in this browser, by endpoint; never a key. Tells a key that is gone from one that never was. */
const NAME = 'rowmill-typed-keys';
const CHANGED = 'rowmill-typed-keys-changed';
const noted = z.record(z.string(), z.string());

function readNotes(text: string | null): Record<string, string> {
  try {
    return noted.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

function subscribe(changed: () => void): () => void {
  for (const event of [CHANGED, 'storage']) window.addEventListener(event, changed);
  return () => {
    for (const event of [CHANGED, 'storage']) window.removeEventListener(event, changed);
  };
}

export interface TypedKeys {
  /** Fingerprint of the key last typed here for an endpoint and not forgotten since. */
  fingerprints: Record<string, string>;
  /** Null: it was forgotten. */
  note: (endpointId: string, fingerprint: string | null) => void;
}

export function useTypedKeys(): TypedKeys {
  const text = useSyncExternalStore(subscribe, read, () => null);
  const fingerprints = useMemo(() => readNotes(text), [text]);
  const note = useCallback((endpointId: string, fingerprint: string | null) => {
    const { [endpointId]: _, ...others } = readNotes(read());
    try {
      localStorage.setItem(NAME, JSON.stringify(fingerprint === null ? others : { ...others, [endpointId]: fingerprint }));
    } catch {
      // Storage is blocked: a key that is gone will look like one that never was.
    }
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return { fingerprints, note };
}
