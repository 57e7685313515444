'use client';
import { SAMPLES } from '#lib/core/samples';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { PlayIcon } from '../../_ui/icons.ts';
import { useRunSample } from './use-run-sample.ts';

/** One press each: the sample's table is read, the job made, submitted to the sandbox, and shown. */
export function SampleButtons() {
  const { running, trouble, run } = useRunSample();
  return (
    <div className="space-y-4">
      <ul className="grid gap-3 sm:grid-cols-2">
        {SAMPLES.map((sample, at) => (
          <li key={sample.id} className="flex flex-col items-start gap-3 rounded-lg border bg-surface p-4 text-left">
            <Button
              variant={at === 0 ? 'primary' : 'secondary'}
              icon={PlayIcon}
              busy={running === sample.id}
              disabled={running !== null && running !== sample.id}
              onClick={() => run(sample)}
            >
              {sample.action}
            </Button>
            <p className="text-sm text-muted">{sample.about}</p>
          </li>
        ))}
      </ul>
      {trouble && <Callout tone="error" {...trouble} className="text-left" />}
    </div>
  );
}
