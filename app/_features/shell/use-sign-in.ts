import { useEffect, useRef, useState } from 'react';
import { signIn } from '#lib/jobs/session';
import { afterSignIn, WAITING } from './after-sign-in.ts';

/** Puts the fragment aside and out of the address, and returns where to go once signed in. */
function keepTarget(): string {
  let waiting: string | null = null;
  try {
    waiting = sessionStorage.getItem(WAITING);
  } catch {
    // Storage is blocked: the fragment stays in the address.
  }
  const target = afterSignIn(location, waiting);
  try {
    sessionStorage.setItem(WAITING, target);
    if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  } catch {
    // As above.
  }
  return target;
}

function goOn(target: string): void {
  try {
    sessionStorage.removeItem(WAITING);
  } catch {
    // As above.
  }
  location.replace(target);
}

export interface SignInForm {
  name: string;
  passphrase: string;
  setName: (name: string) => void;
  setPassphrase: (passphrase: string) => void;
  busy: boolean;
  error: { field: 'name' | 'passphrase'; words: string } | null;
  /** Resolves with the field to mend, or null where the page is being left. */
  submit: () => Promise<'name' | 'passphrase' | null>;
}

export function useSignIn(): SignInForm {
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SignInForm['error']>(null);
  const target = useRef('/');
  useEffect(() => {
    target.current = keepTarget();
  }, []);

  const fail = (field: 'name' | 'passphrase', words: string) => {
    setBusy(false);
    setError({ field, words });
    return field;
  };

  return {
    name,
    passphrase,
    setName: (text) => {
      setName(text);
      setError(null);
    },
    setPassphrase: (text) => {
      setPassphrase(text);
      setError(null);
    },
    busy,
    error,
    submit: async () => {
      if (name.trim() === '') return fail('name', 'Type your name, so that the log can say who did what.');
      if (passphrase === '') return fail('passphrase', 'Type the passphrase of this server.');
      setBusy(true);
      setError(null);
      const outcome = await signIn(name, passphrase);
      if (!outcome.ok) return fail('passphrase', outcome.message);
      goOn(target.current);
      return null;
    },
  };
}
