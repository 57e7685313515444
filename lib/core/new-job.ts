import type { Dataset } from './dataset.ts';
import { thinkingChoices } from './models/thinking.ts';
import { NUMBER_FIELDS, numberInRecipe, readNumber, withNumber, type NumberField } from './new-job-numbers.ts';
import {
  anthropicOptions,
  DEFAULT_RECIPE,
  recipeSchema,
  type AnthropicOptions,
  type OpenAIOptions,
  type ProviderChoice,
  type Question,
  type Recipe,
  type RowSelection,
  type Sending,
} from './recipe.ts';
import { slugJobId } from './job-id.ts';
import { layOut } from './pretty-json.ts';

/** A job as it is being made: the recipe's last good values, and beside them what was typed and is no value yet. */
export interface JobDraft {
  datasetId: string | null;
  endpointId: string | null;
  recipe: Recipe;
  name: string;
  jobId: string;
  sample: string | null;
  /** Job that answers the same question elsewhere, to be looked at beside this one. */
  besideJobId?: string | null;
  /** Text of fields whose content differs from how the recipe would show it: half-typed numbers, the schema as laid out. */
  typed?: { [field in TypedField]?: string };
}

/** Fields whose text may say nothing yet that the recipe could hold. */
export type TypedField = NumberField | 'schema' | 'toolName';

export const EMPTY_DRAFT: JobDraft = { datasetId: null, endpointId: null, recipe: DEFAULT_RECIPE, name: '', jobId: '', sample: null };

const FIRST_ROWS = 100;

/** A draft as storage kept it, what was added to recipes since then filled in. */
export function keptDraft(kept: JobDraft): JobDraft {
  const read = recipeSchema.safeParse(kept.recipe);
  return read.success ? { ...kept, recipe: read.data } : { ...EMPTY_DRAFT, datasetId: kept.datasetId, name: kept.name };
}

export function withQuestion(draft: JobDraft, change: Partial<Question>): JobDraft {
  return { ...draft, recipe: { ...draft.recipe, question: { ...draft.recipe.question, ...change } } };
}

export function withSending(draft: JobDraft, change: Partial<Sending>): JobDraft {
  return { ...draft, recipe: { ...draft.recipe, sending: { ...draft.recipe.sending, ...change } } };
}

/** Changes options of the provider that is chosen. */
export function withOptions(draft: JobDraft, change: Partial<OpenAIOptions> | Partial<AnthropicOptions>): JobDraft {
  const { provider } = draft.recipe.question;
  return withQuestion(draft, { provider: { ...provider, options: { ...provider.options, ...change } } as ProviderChoice });
}

/** What the number's field shows; undefined where there is no such field now. */
export function numberText(draft: JobDraft, field: NumberField): string | undefined {
  const shown = numberInRecipe(draft.recipe, field);
  return shown === undefined ? undefined : (draft.typed?.[field] ?? shown);
}

/** What is wrong with the number as typed, in words; null where nothing is. */
export function numberProblem(draft: JobDraft, field: NumberField): string | null {
  const text = numberText(draft, field);
  if (text === undefined) return null;
  const read = readNumber(field, text, draft.recipe);
  return read.ok ? null : read.problem;
}

/** All numbers that are none yet, in the order of {@link NUMBER_FIELDS}. */
export function numberProblems(draft: JobDraft): { field: NumberField; problem: string }[] {
  return NUMBER_FIELDS.flatMap((field) => {
    const problem = numberProblem(draft, field);
    return problem === null ? [] : [{ field, problem }];
  });
}

function withTyped(draft: JobDraft, field: TypedField, text: string, shown: string | undefined): JobDraft {
  const { [field]: _, ...typed } = draft.typed ?? {};
  return { ...draft, typed: text === shown ? typed : { ...typed, [field]: text } };
}

/** Takes over what was typed: into the recipe where it is a number, beside it where it is not one yet. */
export function editNumber(draft: JobDraft, field: NumberField, text: string): JobDraft {
  const read = readNumber(field, text, draft.recipe);
  const recipe = read.ok ? withNumber(draft.recipe, field, read.value) : draft.recipe;
  return withTyped({ ...draft, recipe }, field, text, numberInRecipe(recipe, field));
}

const schemaShown = ({ question }: Recipe) => (question.schema === null ? '' : layOut(question.schema));

/** The schema as it stands in its editor; '' for none. */
export function schemaText(draft: JobDraft): string {
  return draft.typed?.schema ?? schemaShown(draft.recipe);
}

/** Takes over the schema's text. `schema` is what it says; undefined where it says nothing that can be read. */
export function editSchema(draft: JobDraft, text: string, schema: Question['schema'] | undefined): JobDraft {
  const next = schema === undefined ? draft : withQuestion(draft, { schema });
  return withTyped(next, 'schema', text, schemaShown(next.recipe));
}

const toolNameInRecipe = ({ question }: Recipe) => (question.provider.provider === 'anthropic' ? question.provider.options.toolName : '');

/** The tool's name as it stands in its field; '' where the provider knows none. */
export function toolNameText(draft: JobDraft): string {
  return draft.typed?.toolName ?? toolNameInRecipe(draft.recipe);
}

/** What is wrong with the tool's name as typed; null where nothing is, and where there is none. */
export function toolNameProblem(draft: JobDraft): string | null {
  if (draft.recipe.question.provider.provider !== 'anthropic') return null;
  const isFit = anthropicOptions.shape.toolName.safeParse(toolNameText(draft)).success;
  return isFit ? null : 'Use 1 to 64 letters A to Z, digits, - or _, for example extract_results.';
}

export function editToolName(draft: JobDraft, text: string): JobDraft {
  const isFit = anthropicOptions.shape.toolName.safeParse(text).success;
  const next = isFit ? withOptions(draft, { toolName: text }) : draft;
  return withTyped(next, 'toolName', text, toolNameInRecipe(next.recipe));
}

/** Takes up a way of choosing rows; at first for some of the table's rows, never for more than it has. */
export function chooseRows(draft: JobDraft, kind: RowSelection['kind'], rowCount: number): JobDraft {
  const { rows: old } = draft.recipe.sending;
  const count = old.kind === 'all' ? Math.min(FIRST_ROWS, Math.max(1, Math.ceil(rowCount / 2))) : old.rows;
  const rows: RowSelection = {
    all: { kind: 'all' },
    first: { kind: 'first', rows: count },
    random: { kind: 'random', rows: count, seed: 1 },
  }[kind] as RowSelection;
  return withSending(draft, { rows });
}

/** Takes up a table: its guessed columns, unless those chosen before are in it too; its name, unless the job has one. */
export function chooseDataset(draft: JobDraft, dataset: Dataset): JobDraft {
  const { id, texts } = draft.recipe.question.columns;
  const isThere = (column: string) => dataset.columns.includes(column);
  const fits = texts.length > 0 && texts.every(isThere) && (id === null || isThere(id));
  const next = fits ? draft : withQuestion(draft, { columns: dataset.guess });
  const isOther = draft.datasetId !== null && draft.datasetId !== dataset.id;
  return {
    ...next,
    datasetId: dataset.id,
    name: draft.name || dataset.name.replace(/\.[^.]+$/, ''),
    sample: isOther ? null : draft.sample,
  };
}

/** Takes up a sample: its table, its recipe and its title in place of all that was there; the provider chosen stays. */
export function chooseSample(draft: JobDraft, dataset: Dataset, sample: { id: string; title: string }, recipe: Recipe): JobDraft {
  const { provider, model, thinking } = draft.recipe.question;
  const isOther = provider.provider !== recipe.question.provider.provider;
  const least = thinkingChoices(recipe.question.provider.provider, recipe.question.model)[0]!.value;
  const question = { ...recipe.question, ...(isOther ? { provider, model, thinking } : { thinking: least }) };
  const fresh = { ...EMPTY_DRAFT, recipe: { ...recipe, question }, name: sample.title, endpointId: draft.endpointId };
  return { ...chooseDataset(fresh, dataset), sample: sample.id };
}

/** The id the job will get: the one typed, else one made of the name, the same every time for the same `tail` numbers. */
export function wantedJobId(draft: JobDraft, tail: readonly number[]): string {
  const left = [...tail];
  return draft.jobId.trim() || slugJobId(draft.name || 'job', () => left.shift() ?? 0);
}
