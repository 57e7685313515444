'use client';
import type { EndpointInfo } from '#lib/core/endpoint';
import { plural } from '#lib/core/measures';
import { withQuestion } from '#lib/core/new-job';
import { SuggestInput } from '../../_ui/suggest-input.tsx';
import type { DraftProps } from './draft-props.ts';
import { useModels, type ModelsState } from './use-models.ts';

/** Lists up to this long are shown to be clicked. */
const SHOWN = 16;

function hintOf(state: ModelsState, endpoint: EndpointInfo | null, model: string): string {
  if (state.phase === 'none' || !endpoint) return 'Choose a provider first, to see its models.';
  if (state.phase === 'loading') return `Asking ${endpoint.label} for its models …`;
  if (state.phase === 'failed') return `${endpoint.label} did not tell its models: ${state.message} You can type the model’s name.`;
  if (model && !state.models.includes(model))
    return `${endpoint.label} does not list “${model}”. See that the name is right: requests for an unknown model fail.`;
  return `${plural(state.models.length, 'model')} listed by ${endpoint.label}. Not every one answers chat requests in batches.`;
}

/** Which model answers; its name as the provider writes it. */
export function ModelChoice({ draft, edit, errorOf, endpoint }: DraftProps & { endpoint: EndpointInfo | null }) {
  const { model } = draft.recipe.question;
  const state = useModels(endpoint?.identity ? endpoint.id : null);
  const models = state.phase === 'ready' ? state.models : [];
  const choose = (model: string) => edit((draft) => withQuestion(draft, { model }));
  return (
    <div data-field="model" className="min-w-0 space-y-2">
      <SuggestInput
        label="Model"
        value={model}
        onChange={(text) => choose(text.trim())}
        suggestions={models}
        spellCheck={false}
        placeholder="Type or choose a model’s name"
        hint={hintOf(state, endpoint, model)}
        error={errorOf('model')}
      />
      {models.length > 0 && models.length <= SHOWN && (
        <div className="flex flex-wrap gap-1.5">
          {models.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === model}
              onClick={() => choose(name)}
              className="rounded-sm border px-1.5 text-sm text-muted hover:bg-sunken hover:text-text aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
