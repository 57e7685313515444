'use client';
import { SAMPLES, type Sample } from '#lib/core/samples';
import { Callout } from '../../_ui/callout.tsx';

/** For those without a table at hand: the page filled in, to look at and change. */
export function SampleOffer({ onFillIn, problem }: { onFillIn: (sample: Sample) => void; problem: string | null }) {
  return (
    <div className="space-y-2">
      <p className="text-sm text-muted">
        No table at hand? Fill this page in with a sample:{' '}
        {SAMPLES.map((sample, at) => (
          <span key={sample.id}>
            {at > 0 && ', '}
            <button type="button" className="link" onClick={() => onFillIn(sample)}>
              {sample.title.replace(/^Sample: /, '')}
            </button>
          </span>
        ))}
        .
      </p>
      {problem && (
        <Callout
          tone="error"
          what="The sample could not be loaded."
          meaning="Nothing on this page was changed."
          todo="See that the server is running and can be reached, then try again."
          details={problem}
        />
      )}
    </div>
  );
}
