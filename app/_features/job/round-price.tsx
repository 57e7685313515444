import { money } from '#lib/core/estimate/money';
import { figure } from '#lib/core/measures';
import type { Range } from '#lib/core/estimate/range';
import type { RoundEstimate } from '#lib/workers/results.api';
import { Disclosure } from '../../_ui/disclosure.tsx';
import type { EstimateState } from './use-round-estimate.ts';

/** To three digits: more is not known. */
const about = (value: number) => figure(Number(value.toPrecision(3)));

const tokens = ({ low, high }: Range) => (about(low) === about(high) ? about(low) : `${about(low)} to ${about(high)}`);

/** What a round costs, as a range with where it comes from. Holds its place while it is worked out. */
export function RoundPrice({ state, isSandbox }: { state: EstimateState; isSandbox: boolean }) {
  if (isSandbox) return <>Nothing: practice answers are free.</>;
  if (state.phase === 'working') return <span className="text-muted">Being worked out …</span>;
  if (state.phase === 'failed') return <>It could not be worked out. You can submit all the same.</>;
  return state.estimate ? <Known estimate={state.estimate} /> : <>No row would be sent.</>;
}

function Known({ estimate }: { estimate: RoundEstimate }) {
  const { price, inputTokens, outputTokens, basis, warnings } = estimate;
  return (
    <div className="space-y-1">
      <p>
        <strong className="font-semibold">{price ? money(price.batch) : 'Not known here'}</strong>
        {price && <span className="text-muted"> at the batch price ({money(price.standard)} without)</span>}
      </p>
      <p className="text-sm text-muted">
        {tokens(inputTokens)} tokens in, {tokens(outputTokens)} out
      </p>
      {warnings.map(({ kind, text }) => (
        <p key={kind} className="text-sm text-warn">
          {text}
        </p>
      ))}
      <Disclosure summary="Where this comes from">
        <ul className="list-disc space-y-0.5 pl-4 text-sm">
          {basis.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
