'use client';
import type { EndpointInfo } from '#lib/core/endpoint';
import { withSending } from '#lib/core/new-job';
import type { ProviderName, RowOrder } from '#lib/core/recipe';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { Section } from '../../_ui/section.tsx';
import { Segmented } from '../../_ui/segmented.tsx';
import { Switch } from '../../_ui/switch.tsx';
import { AnthropicOptionsForm } from './anthropic-options.tsx';
import { DraftNumber } from './draft-number.tsx';
import type { DraftProps } from './draft-props.ts';
import { ModelChoice } from './model-choice.tsx';
import { OpenAIOptionsForm } from './openai-options.tsx';
import { ProviderChoice } from './provider-choice.tsx';
import { ThinkingChoice } from './thinking-choice.tsx';
import type { EndpointsState } from './use-endpoints.ts';

const ORDERS: { value: RowOrder['kind']; label: string }[] = [
  { value: 'shuffled', label: 'Shuffled' },
  { value: 'source', label: 'As in the table' },
];
const ORDER_HINTS: Record<RowOrder['kind'], string> = {
  shuffled: 'Neighbours in a sorted table influence each other in one request. Results come back in the order of the table all the same.',
  source: 'Rows that stand together go out together.',
};

const LIMITS: Record<ProviderName, { batch: string; pollHint: string }> = {
  openai: {
    batch: 'A batch also ends at 50 000 requests or 190 MB, whichever comes first.',
    pollHint: 'While a tab with Rowmill is open.',
  },
  anthropic: {
    batch: 'A batch also ends at 100 000 requests or 250 MB, whichever comes first.',
    pollHint: 'While a tab with Rowmill is open. Anthropic tells how many are done only once a batch has ended.',
  },
};

interface SendingSectionProps extends DraftProps {
  endpoints: EndpointsState;
  onAgain: () => void;
  endpoint: EndpointInfo | null;
}

/** Step 3: who answers, and how rows are packed. */
export function SendingSection({ draft, edit, errorOf, endpoints, onAgain, endpoint }: SendingSectionProps) {
  const { order } = draft.recipe.sending;
  const chooseOrder = (kind: RowOrder['kind']) =>
    edit((draft) => withSending(draft, { order: kind === 'source' ? { kind } : { kind, seed: 1 } }));
  const { provider } = draft.recipe.question.provider;
  const form = { draft, edit, errorOf };
  const { batch, pollHint } = LIMITS[provider];
  return (
    <Section number={3} title="Model and packing" id="sending">
      <div className="md:w-[calc(50%-1rem)]">
        <ProviderChoice {...form} endpoints={endpoints} onAgain={onAgain} endpoint={endpoint} />
      </div>
      <ModelChoice {...form} endpoint={endpoint} />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <ThinkingChoice {...form} />
        <DraftNumber
          field="rowsPerRequest"
          draft={draft}
          edit={edit}
          min={1}
          unit="rows"
          hint="How many rows share one request. More rows cost less, since the instructions are paid for once in each request; fewer rows are answered more carefully."
        />
        <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
          <Segmented
            label="Row order"
            value={order.kind}
            options={ORDERS}
            onChange={chooseOrder}
            hint={ORDER_HINTS[order.kind]}
            className="flex-1 basis-64"
          />
          {order.kind === 'shuffled' && <DraftNumber field="orderSeed" draft={draft} edit={edit} min={0} className="w-32" />}
        </div>
      </div>
      <Disclosure summary="Advanced">
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-2 xl:grid-cols-3">
          {provider === 'openai' ? <OpenAIOptionsForm {...form} /> : <AnthropicOptionsForm {...form} />}
          <DraftNumber field="requestsPerBatch" draft={draft} edit={edit} min={1} unit="requests" hint={batch} />
          <DraftNumber field="pollSeconds" draft={draft} edit={edit} min={1} fractions unit="s" hint={pollHint} />
          <DraftNumber
            field="giveUpHours"
            draft={draft}
            edit={edit}
            min={0}
            fractions
            optional
            unit="h"
            placeholder="never"
            hint="Counted from submission. The batches go on at the provider; you can look again later."
          />
          <Switch
            label="Let requests cross a price step"
            checked={draft.recipe.sending.crossPriceStep}
            onChange={(crossPriceStep) => edit((draft) => withSending(draft, { crossPriceStep }))}
            hint="Some models cost more for every token of a very large request. Off: such requests carry fewer rows, and a row too long by itself is left out."
          />
        </div>
      </Disclosure>
    </Section>
  );
}
