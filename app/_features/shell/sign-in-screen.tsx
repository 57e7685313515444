'use client';
import { useRef, type FormEvent } from 'react';
import { Button } from '../../_ui/button.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { useSignIn } from './use-sign-in.ts';

/** A name for the log and the passphrase everyone here shares. */
export function SignInScreen() {
  const form = useSignIn();
  const nameField = useRef<HTMLInputElement>(null);
  const passphraseField = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (form.busy) return;
    const amiss = await form.submit();
    if (amiss) (amiss === 'name' ? nameField : passphraseField).current?.focus();
  };
  const errorOf = (field: 'name' | 'passphrase') => (form.error?.field === field ? form.error.words : null);
  return (
    <div className="mx-auto max-w-md pt-4 sm:pt-12">
      <PageHeader title="Sign in" />
      <form aria-label="Sign in" noValidate onSubmit={(event) => void submit(event)} className="space-y-4 rounded-lg border bg-surface p-5">
        <TextInput
          ref={nameField}
          label="Name"
          hint="Written beside what you send, in the log of this server."
          name="name"
          autoComplete="name"
          maxLength={80}
          value={form.name}
          onChange={form.setName}
          error={errorOf('name')}
        />
        <TextInput
          ref={passphraseField}
          type="password"
          label="Passphrase"
          hint="Whoever runs this server has it."
          name="passphrase"
          autoComplete="current-password"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={1000}
          value={form.passphrase}
          onChange={form.setPassphrase}
          error={errorOf('passphrase')}
        />
        <Button type="submit" variant="primary" busy={form.busy}>
          Sign in
        </Button>
      </form>
      <p className="mt-4 text-sm text-muted">
        Jobs and tables are kept in this browser, not on the server. Whoever uses the same browser profile can read them.
      </p>
    </div>
  );
}
