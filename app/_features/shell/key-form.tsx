'use client';
import { useRef, type FormEvent } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { Button } from '../../_ui/button.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import { useKeyForm } from './use-key-form.ts';

const MEANING =
  'The server asks the provider whether it takes this key, then holds it in its memory until it stops. It is written to no file and sent ' +
  'back to no browser. While it is held it is used instead of one in the environment; jobs stay with the key they were prepared with.';

/** A key for one live endpoint, typed by a person instead of put into the server's environment. */
export function KeyForm({ endpoint, onChanged }: { endpoint: EndpointInfo; onChanged: (endpoint: EndpointInfo) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const form = useKeyForm(endpoint, onChanged);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (form.busy === null && !(await form.use())) field.current?.focus();
  };
  const forget = async () => {
    await form.forget();
    field.current?.focus();
  };
  return (
    <form
      autoComplete="off"
      aria-label={`Key for ${endpoint.label}`}
      onSubmit={(event) => void submit(event)}
      className="space-y-3 border-t pt-4"
    >
      <TextInput
        ref={field}
        type="password"
        label={`Key for ${endpoint.label}`}
        value={form.key}
        onChange={form.edit}
        error={form.error}
        hint={MEANING}
        className="max-w-[70ch]"
        autoCapitalize="off"
        spellCheck={false}
        dir="ltr"
        mono
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" busy={form.busy === 'use'}>
          Use this key
        </Button>
        {endpoint.keySource === 'typed' && (
          <Button busy={form.busy === 'forget'} onClick={() => void forget()}>
            Forget this key
          </Button>
        )}
        <output className="text-sm text-muted">{form.done}</output>
      </div>
    </form>
  );
}
