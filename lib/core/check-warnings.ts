import type { CheckResult } from './check.ts';
import { bytesWords, plural } from './measures.ts';
import { schemaText, type JobDraft } from './new-job.ts';
import type { Recipe } from './recipe.ts';
import { reviewSchema } from './schema-review.ts';

/** From this size on a single request is worth a second look, in bytes: some 100,000 tokens of plain text. */
const LARGE_REQUEST = 400_000;

const FATES = {
  one: { skip: 'It is left out.', number: 'It goes out with #2 after its id.' },
  many: { skip: 'They are left out.', number: 'They go out with #2, #3, … after their id.' },
};

function schemaWarning(recipe: Recipe): string[] {
  const draft = { recipe } as JobDraft;
  const { structuredOutput } = recipe.question.provider.options;
  const notes = reviewSchema(schemaText(draft), structuredOutput);
  const errors = notes.filter(({ severity }) => severity === 'error').length;
  if (errors) return [`The schema has ${plural(errors, 'fault')} for which the provider would refuse every request. Mend it in step 2.`];
  if (notes.length === 0) return [];
  return ['The provider will be asked for the schema but cannot enforce it as it stands (see step 2): some answers may break it.'];
}

/** All that is worth a look before a job is made, in words; empty where nothing is. */
export function checkWarnings(result: CheckResult, recipe: Recipe): string[] {
  const warnings: string[] = [];
  const { rows, ids } = result.duplicateIds;
  if (rows > 0) {
    const fate = rows === 1 ? FATES.one[recipe.sending.duplicateIds] : FATES.many[recipe.sending.duplicateIds];
    const some = ids
      .slice(0, 3)
      .map((id) => `“${id}”`)
      .join(', ');
    warnings.push(
      `${plural(rows, 'row')} ${rows === 1 ? 'repeats' : 'repeat'} an id of an earlier row (${some}${ids.length > 3 ? ', …' : ''}). ${fate}`,
    );
  }
  warnings.push(...schemaWarning(recipe));
  if (result.largestRequest >= LARGE_REQUEST) {
    warnings.push(
      `One request alone is ${bytesWords(result.largestRequest)} large. Models take only so much at once: fewer rows per request make requests smaller.`,
    );
  }
  return [...warnings, ...result.warnings];
}
