import { type Fault, notFound } from './errors.ts';

export type ThinkingType = 'adaptive' | 'between_tools' | 'disabled' | 'enabled';
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What a model is and what it refuses. */
export interface ModelTraits {
  id: string;
  name: string;
  line: 'haiku' | 'sonnet' | 'opus' | 'fable';
  /** Known to the service and answered, but not on its list here. */
  unlisted?: true;
  /** Milliseconds since 1970; 0 where the day is not known. */
  releasedAt: number;
  /** From then on requests fail. */
  retiresAt: number | null;
  contextTokens: number;
  maxTokens: number;
  charactersPerToken: number;
  /** Values of `thinking.type` it takes, and whether it thinks when none is sent. */
  thinking: readonly ThinkingType[];
  thinksUnasked: boolean;
  /** The effort where none is asked for; null: the model has no such setting. */
  effort: Effort | null;
  /** Takes a `tool_choice` of `tool` or `any`. */
  forcedTools: boolean;
  /** Goes on with a last message of the assistant. */
  prefill: boolean;
  /** Under the older API version: takes any temperature, or 1 alone. */
  sampling: 'any' | 'one';
  /** The shortest prompt beginning that is cached, in tokens. */
  cacheMinimum: number;
}

const NEW = {
  releasedAt: 0,
  retiresAt: null,
  contextTokens: 1_000_000,
  maxTokens: 128_000,
  // The newer tokenizer counts about 30% more for the same text.
  charactersPerToken: 3,
  thinksUnasked: true,
  forcedTools: false,
  prefill: false,
  sampling: 'one',
  cacheMinimum: 512,
} as const;

const OLD = {
  contextTokens: 200_000,
  maxTokens: 64_000,
  charactersPerToken: 4,
  thinking: ['enabled', 'disabled'],
  thinksUnasked: false,
  effort: null,
  forcedTools: true,
  prefill: true,
  sampling: 'any',
} as const;

/** Newest first. */
const MODELS: readonly ModelTraits[] = [
  {
    ...NEW,
    id: 'claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    line: 'haiku',
    thinking: ['adaptive', 'disabled'],
    effort: 'medium',
    forcedTools: true,
  },
  { ...NEW, id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', line: 'sonnet', thinking: ['adaptive', 'between_tools'], effort: 'high' },
  {
    ...NEW,
    id: 'claude-opus-5-5',
    name: 'Claude Opus 5.5',
    line: 'opus',
    releasedAt: Date.UTC(2026, 8, 22),
    thinking: ['adaptive'],
    effort: 'medium',
  },
  { ...NEW, id: 'claude-fable-5-1', name: 'Claude Fable 5.1', line: 'fable', unlisted: true, thinking: ['adaptive'], effort: 'high' },
  {
    ...OLD,
    id: 'claude-haiku-4-5',
    name: 'Claude Haiku 4.5',
    line: 'haiku',
    releasedAt: Date.UTC(2025, 9, 1),
    retiresAt: null,
    cacheMinimum: 4_096,
  },
  {
    ...OLD,
    id: 'claude-sonnet-4-5',
    name: 'Claude Sonnet 4.5',
    line: 'sonnet',
    releasedAt: Date.UTC(2025, 8, 29),
    retiresAt: Date.UTC(2026, 10, 30),
    cacheMinimum: 1_024,
  },
];

export type Lifecycle = 'active' | 'deprecated' | 'retired';

/** `now` in milliseconds since 1970. */
export function lifecycleOf({ retiresAt }: ModelTraits, now: number): Lifecycle {
  if (retiresAt === null) return 'active';
  return now < retiresAt ? 'deprecated' : 'retired';
}

/** The listed models in these stages, newest first. */
export function listedModels(stages: readonly string[], now: number): ModelTraits[] {
  return MODELS.filter((model) => !model.unlisted && stages.includes(lifecycleOf(model, now)));
}

/** A model by its name or a dated snapshot of it. */
export function findModel(id: string): ModelTraits | undefined {
  return MODELS.find((model) => model.id === id || model.id === id.replace(/-\d{8}$/, ''));
}

/** The model that answers to a name today; undefined where there is none. */
export function runningModel(id: string, now: number): ModelTraits | undefined {
  const model = findModel(id);
  return model && lifecycleOf(model, now) !== 'retired' ? model : undefined;
}

export function unknownModel(id: string): Fault {
  return notFound(`model: there is none with the name '${id}'`);
}
