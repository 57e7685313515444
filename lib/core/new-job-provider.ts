import type { EndpointInfo } from './endpoint.ts';
import { temperatureAllowed, thinkingChoices } from './models/thinking.ts';
import { editNumber, withOptions, withQuestion, type JobDraft } from './new-job.ts';
import { DEFAULT_OPTIONS, type ProviderChoice, type ProviderName } from './recipe.ts';

/** Seconds between looks at a batch, unless the person says otherwise. */
const POLL_SECONDS: Record<ProviderName | 'sandbox', number> = { openai: 300, anthropic: 30, sandbox: 2 };

/** The defaults of a provider, with what the options chosen before have in common with it: a limit set by hand. */
function optionsFor(provider: ProviderName, before: ProviderChoice): ProviderChoice {
  const next = structuredClone<ProviderChoice>(DEFAULT_OPTIONS[provider]);
  const { outputLimit } = before.options;
  const isByHand = outputLimit !== null && outputLimit !== DEFAULT_OPTIONS[before.provider].options.outputLimit;
  if (isByHand) next.options.outputLimit = outputLimit;
  return next;
}

/** Turns the question to another provider: its options, and no model, since names mean nothing there. */
function switchProvider(draft: JobDraft, provider: ProviderName): JobDraft {
  const before = draft.recipe.question.provider;
  if (before.provider === provider) return draft;
  const { temperature: _, outputLimit: __, toolName: ___, ...typed } = draft.typed ?? {};
  return withQuestion({ ...draft, typed }, { provider: optionsFor(provider, before), model: '', thinking: 'default' });
}

/** Takes up an endpoint, and with it its protocol's options; the time between looks follows it unless the person set it. */
export function chooseEndpoint(draft: JobDraft, endpoint: EndpointInfo): JobDraft {
  const next = switchProvider(draft, endpoint.protocol);
  const isDefault = Object.values(POLL_SECONDS).includes(next.recipe.sending.pollSeconds);
  const seconds = POLL_SECONDS[endpoint.kind === 'sandbox' ? 'sandbox' : endpoint.protocol];
  return { ...(isDefault ? editNumber(next, 'pollSeconds', String(seconds)) : next), endpointId: endpoint.id };
}

/** Takes back a temperature that the model would refuse. */
function withFitTemperature(draft: JobDraft): JobDraft {
  const { provider, model, thinking } = draft.recipe.question;
  if (provider.provider !== 'openai' || typeof provider.options.temperature !== 'number') return draft;
  return temperatureAllowed('openai', model, thinking).allowed ? draft : withOptions(draft, { temperature: 'default' });
}

/** Takes up a model, with as little thinking as it allows; of one not known here nothing is asked. */
export function chooseModel(draft: JobDraft, model: string): JobDraft {
  if (model === draft.recipe.question.model) return draft;
  const thinking = thinkingChoices(draft.recipe.question.provider.provider, model)[0]!.value;
  return withFitTemperature(withQuestion(draft, { model, thinking }));
}

export function chooseThinking(draft: JobDraft, thinking: string): JobDraft {
  return withFitTemperature(withQuestion(draft, { thinking }));
}
