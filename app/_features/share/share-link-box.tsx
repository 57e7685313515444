'use client';
import { useState } from 'react';
import { figure } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { CheckIcon, CopyIcon } from '../../_ui/icons.ts';
import { TextArea } from '../../_ui/text-area.tsx';
import { linkAddress } from './use-share.ts';

/** The link itself, to be copied. `onCopied` is told once it may be in somebody's hands. */
export function ShareLinkBox({ fragment, onCopied }: { fragment: string; onCopied?: () => void }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  const address = linkAddress(fragment);
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setState('done'),
      () => setState('failed'),
    );
  return (
    <div className="space-y-2">
      <TextArea
        label="Link"
        mono
        rows={3}
        readOnly
        value={address}
        onChange={() => {}}
        onFocus={(event) => event.target.select()}
        onCopy={onCopied}
        hint={`${figure(address.length)} characters. What stands behind the # stays in browsers: no server gets to see it.`}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          icon={state === 'done' ? CheckIcon : CopyIcon}
          onClick={() => {
            onCopied?.();
            void copy();
          }}
        >
          Copy link
        </Button>
        <output className="text-sm text-muted">
          {state === 'done' && 'Copied.'}
          {state === 'failed' && 'The browser did not allow copying: select the link and copy it yourself.'}
        </output>
      </div>
    </div>
  );
}
