import { useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { forgetKey, typeKey, type KeyOutcome } from '#lib/jobs/typed-key';

export interface KeyForm {
  key: string;
  edit: (key: string) => void;
  busy: 'use' | 'forget' | null;
  /** What came of it, in words; an error belongs to the field. */
  error: string | null;
  done: string | null;
  /** False where it was not taken. */
  use: () => Promise<boolean>;
  forget: () => Promise<void>;
}

function forgottenWords({ keySource, keyVariable }: EndpointInfo): string {
  if (keySource === 'environment') return `Forgotten. The key in ${keyVariable} is used again.`;
  return 'Forgotten. Nothing can be sent here now; jobs of that key wait for it.';
}

/** Typing and forgetting a key. `onChanged` hears how the endpoint stands after each. */
export function useKeyForm(endpoint: EndpointInfo, onChanged: (endpoint: EndpointInfo) => void): KeyForm {
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState<KeyForm['busy']>(null);
  const [said, setSaid] = useState<{ error: string | null; done: string | null }>({ error: null, done: null });

  const settle = (outcome: KeyOutcome, words: (endpoint: EndpointInfo) => string): boolean => {
    setBusy(null);
    setSaid(outcome.ok ? { error: null, done: words(outcome.endpoint) } : { error: outcome.message, done: null });
    if (!outcome.ok) return false;
    setKey('');
    onChanged(outcome.endpoint);
    return true;
  };
  const begin = (what: KeyForm['busy']) => {
    setBusy(what);
    setSaid({ error: null, done: null });
  };

  return {
    key,
    busy,
    ...said,
    edit: (text) => {
      setKey(text);
      setSaid({ error: null, done: null });
    },
    use: async () => {
      if (key.trim() === '') return settle({ ok: false, message: 'Type or paste the key first.' }, () => '');
      begin('use');
      return settle(await typeKey(endpoint.id, key), () => 'The key is in use from now on, until the server stops.');
    },
    forget: async () => {
      begin('forget');
      settle(await forgetKey(endpoint.id), forgottenWords);
    },
  };
}
