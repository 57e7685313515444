'use client';
import { useMemo, useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { modelWarnings } from '#lib/core/models/model-warnings';
import { suggestions } from '#lib/core/models/suggestions';
import { chooseModel } from '#lib/core/new-job-provider';
import { SuggestInput } from '../../_ui/suggest-input.tsx';
import type { DraftProps } from './draft-props.ts';
import { modelList, type ModelList } from './model-list.ts';
import { ModelNotes } from './model-notes.tsx';
import { ModelSuggestions } from './model-suggestions.tsx';
import { ModelTable } from './model-table.tsx';
import { useModels, type ModelsState } from './use-models.ts';

function hintOf(state: ModelsState, endpoint: EndpointInfo | null): string {
  if (state.phase === 'none' || !endpoint) return 'Choose a provider first, to see its models.';
  if (state.phase === 'loading') return `Asking ${endpoint.label} for its models …`;
  if (state.phase === 'failed') return `${endpoint.label} did not tell its models: ${state.message} You can type the model’s name.`;
  return 'Its name as the provider writes it. One that is not listed may be typed too.';
}

/** What is said of the model chosen: what the provider's list says where it is there, else what is known here. */
function notesOf(draft: DraftProps['draft'], list: ModelList | null, endpoint: EndpointInfo | null, now: number): string[] {
  const { provider, model } = draft.recipe.question;
  if (model === '') return [];
  const described = list?.usable.find(({ id }) => id === model);
  const warnings = (described?.warnings ?? modelWarnings(provider.provider, model, now)).map(({ text }) => text);
  if (list === null || described) return warnings;
  const isOther = list.others.includes(model);
  const unlisted = isOther
    ? `“${model}” does not answer chat requests in batches, by its name or by the provider’s list.`
    : `${endpoint?.label ?? 'The provider'} does not list “${model}”. See that the name is right: requests for an unknown model fail.`;
  return [unlisted, ...warnings];
}

/** Which model answers: three to start from, all that the provider lists, or any name. */
export function ModelChoice({ draft, edit, errorOf, endpoint }: DraftProps & { endpoint: EndpointInfo | null }) {
  const { model, provider } = draft.recipe.question;
  const [now] = useState(() => Date.now());
  const state = useModels(endpoint?.identity ? endpoint.id : null);
  const list = useMemo(
    () => (state.phase === 'ready' ? modelList(provider.provider, state.models, now) : null),
    [state, provider.provider, now],
  );
  const ids = useMemo(() => list && list.usable.map(({ id }) => id), [list]);
  const choose = (model: string) => edit((draft) => chooseModel(draft, model));
  return (
    <div className="space-y-3">
      <div data-field="model" className="min-w-0 space-y-2 md:w-[calc(50%-1rem)]">
        <SuggestInput
          label="Model"
          value={model}
          onChange={(text) => choose(text.trim())}
          suggestions={ids ?? []}
          spellCheck={false}
          placeholder="Choose below, or type a model’s name"
          hint={hintOf(state, endpoint)}
          error={errorOf('model')}
        />
      </div>
      {endpoint?.identity && <ModelNotes notes={notesOf(draft, list, endpoint, now)} />}
      {endpoint?.identity && (
        <ModelSuggestions
          isLoading={state.phase === 'loading'}
          suggestions={suggestions(provider.provider, now, ids)}
          chosen={model}
          onChoose={choose}
        />
      )}
      {state.phase === 'loading' && <p className="text-sm text-muted">Reading the list of models …</p>}
      {list && endpoint && <ModelTable key={endpoint.id} list={list} provider={endpoint.label} chosen={model} onChoose={choose} />}
    </div>
  );
}
