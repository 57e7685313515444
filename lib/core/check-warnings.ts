import type { CheckResult } from './check.ts';
import type { EstimateWarning } from './estimate/estimate-warnings.ts';
import { bytesWords, figure, plural } from './measures.ts';
import { findModel } from './models/find-model.ts';
import { temperatureAllowed, thinkingProblem } from './models/thinking.ts';
import type { Recipe } from './recipe.ts';
import type { SchemaNote } from './schema-review.ts';

/** From this size on a single request is worth a second look, in bytes: some 100,000 tokens of plain text. */
const LARGE_REQUEST = 400_000;

const FATES = {
  one: { skip: 'It is left out.', number: 'It goes out with #2 after its id.' },
  many: { skip: 'They are left out.', number: 'They go out with #2, #3, … after their id.' },
};

function duplicateWarning({ duplicateIds }: CheckResult, { sending }: Recipe): string[] {
  const { rows, ids } = duplicateIds;
  if (rows === 0) return [];
  const fate = (rows === 1 ? FATES.one : FATES.many)[sending.duplicateIds];
  const some = ids
    .slice(0, 3)
    .map((id) => `“${id}”`)
    .join(', ');
  const more = ids.length > 3 ? ', …' : '';
  return [`${plural(rows, 'row')} ${rows === 1 ? 'repeats' : 'repeat'} an id of an earlier row (${some}${more}). ${fate}`];
}

function tooLongWarning({ skipped }: CheckResult, { question, sending }: Recipe): string[] {
  const { rows } = skipped['too-long'];
  if (rows === 0) return [];
  const { provider } = question.provider;
  const model = findModel(provider, question.model);
  const are = `${plural(rows, 'row')} ${rows === 1 ? 'is' : 'are'} left out`;
  const step = model?.prices?.above;
  if (model && step && !sending.crossPriceStep) {
    return [
      `${are}: with the instructions each is a request over ${figure(step.tokens)} tokens, for which ${model.label} costs more. To send ${rows === 1 ? 'it' : 'them'} at that price, switch on “Let requests cross a price step” under Advanced.`,
    ];
  }
  const what = model ? `longer than what ${model.label} reads at once (${figure(model.inputTokens)} tokens)` : 'too long for one request';
  return [`${are}, each ${what}. Shorten the texts, or choose a model that reads more.`];
}

/** Why every request would be refused for a setting that goes with the model. */
function settingWarnings({ question }: Recipe): string[] {
  const { provider, model, thinking } = question;
  if (model === '' || provider.provider !== 'openai') return [];
  const allowed = temperatureAllowed('openai', model, thinking);
  const temperature = typeof provider.options.temperature === 'number' && !allowed.allowed ? allowed.why : null;
  return [thinkingProblem('openai', model, thinking), temperature].filter((problem) => problem !== null);
}

function schemaWarning({ question }: Recipe, notes: readonly SchemaNote[]): string[] {
  // Of Anthropic's forms `requestForm` tells more.
  if (question.provider.provider !== 'openai' || notes.length === 0) return [];
  const errors = notes.filter(({ severity }) => severity === 'error').length;
  if (errors) return [`The schema has ${plural(errors, 'fault')} for which the provider would refuse every request. Mend it in step 2.`];
  return ['The provider will be asked for the schema but cannot enforce it as it stands (see step 2): some answers may break it.'];
}

/** What packing does not already prevent: rows of a request are held below what the model reads, and below a price step unless wanted. */
function estimateWarnings(warnings: readonly EstimateWarning[], { sending }: Recipe): string[] {
  return warnings
    .filter(({ kind }) => kind === 'output-limit' || (kind === 'price-step' && sending.crossPriceStep))
    .map(({ text }) => text);
}

export interface WarningSources {
  /** What was said of the schema. */
  notes: readonly SchemaNote[];
  /** Of the estimate at the rows per request chosen; empty while there is none. */
  estimate: readonly EstimateWarning[];
  /** What goes out otherwise than chosen, by the provider's own form. */
  form: readonly string[];
}

/** All that is worth a look before a job is made, in words; empty where nothing is. */
export function checkWarnings(result: CheckResult, recipe: Recipe, { notes, estimate, form }: WarningSources): string[] {
  const large =
    result.largestRequest >= LARGE_REQUEST
      ? [
          `One request alone is ${bytesWords(result.largestRequest)} large. Models take only so much at once: fewer rows per request make requests smaller.`,
        ]
      : [];
  return [
    ...tooLongWarning(result, recipe),
    ...duplicateWarning(result, recipe),
    ...settingWarnings(recipe),
    ...schemaWarning(recipe, notes),
    ...form,
    ...estimateWarnings(estimate, recipe),
    ...(findModel(recipe.question.provider.provider, recipe.question.model) ? [] : large),
    ...result.warnings,
  ];
}
