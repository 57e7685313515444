import { describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import type { EndpointInfo } from './endpoint.ts';
import {
  chooseDataset,
  chooseRows,
  chooseSample,
  editNumber,
  editSchema,
  editToolName,
  EMPTY_DRAFT,
  keptDraft,
  numberProblem,
  numberProblems,
  numberText,
  schemaText,
  toolNameProblem,
  toolNameText,
  wantedJobId,
  withOptions,
  withQuestion,
} from './new-job.ts';
import { chooseEndpoint, chooseModel, chooseThinking } from './new-job-provider.ts';
import { missingForCheck, missingForTrial, readSchemaEntry, whatIsMissing } from './new-job-missing.ts';
import { NUMBER_FIELDS, readNumber } from './new-job-numbers.ts';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, optionsOf, recipeSchema } from './recipe.ts';

const dataset = { id: 'd1', name: 'reviews.csv', columns: ['nr', 'text'], rowCount: 3, guess: { id: 'nr', texts: ['text'] } } as Dataset;
const sandbox = { id: 'sandbox', protocol: 'openai', kind: 'sandbox', identity: 'i', label: 'Sandbox' } as EndpointInfo;
const live = { id: 'openai', protocol: 'openai', kind: 'live', identity: 'i', label: 'OpenAI' } as EndpointInfo;
const anthropic = { id: 'anthropic', protocol: 'anthropic', kind: 'live', identity: 'i', label: 'Anthropic' } as EndpointInfo;

describe('numbers', () => {
  it.each([
    ['rowsPerRequest', '5', 5],
    ['rowsPerRequest', ' 12 ', 12],
    ['temperature', '.5', 0.5],
    ['outputLimit', '', null],
    ['rowSeed', '0', 0],
    ['giveUpHours', '0.5', 0.5],
    ['keepDays', '7', 7],
    ['keepDays', '', null],
  ] as const)('reads %s "%s"', (field, text, value) => {
    expect(readNumber(field, text)).toEqual({ ok: true, value });
  });

  it.each([
    ['rowsPerRequest', '0', '1 or more'],
    ['rowsPerRequest', '2.5', 'whole'],
    ['rowsPerRequest', '1,000', 'digits only'],
    ['rowsPerRequest', '', 'Write a number'],
    ['rowsPerRequest', '1e400', 'digits only'],
    ['temperature', '2.1', '2 or less'],
    ['temperature', '-1', '0 or more'],
    ['giveUpHours', '0', 'more than 0'],
    ['keepDays', '31', '30 or less'],
    ['outputLimit', '-3', '1 or more'],
  ] as const)('says what is wrong with %s "%s"', (field, text, words) => {
    expect(readNumber(field, text)).toMatchObject({ ok: false, problem: expect.stringContaining(words) });
  });

  it('keeps what was typed beside the last good value, and takes it over once it is a number', () => {
    const half = editNumber(EMPTY_DRAFT, 'rowsPerRequest', '');
    expect(half.recipe.sending.rowsPerRequest).toBe(5);
    expect(numberText(half, 'rowsPerRequest')).toBe('');
    expect(numberProblem(half, 'rowsPerRequest')).not.toBeNull();
    const whole = editNumber(half, 'rowsPerRequest', '7');
    expect(whole.recipe.sending.rowsPerRequest).toBe(7);
    expect(whole.typed).toEqual({});
  });

  it('offers some of the rows first, and keeps the number chosen', () => {
    expect(chooseRows(EMPTY_DRAFT, 'first', 5).recipe.sending.rows).toEqual({ kind: 'first', rows: 3 });
    const many = chooseRows(EMPTY_DRAFT, 'first', 90_000);
    expect(many.recipe.sending.rows).toEqual({ kind: 'first', rows: 100 });
    expect(chooseRows(many, 'random', 5).recipe.sending.rows).toEqual({ kind: 'random', rows: 100, seed: 1 });
  });

  it('forgets about a number whose field is gone', () => {
    const bad = editNumber(chooseRows(EMPTY_DRAFT, 'random', 60), 'rowSeed', 'x');
    expect(numberProblems(bad).map(({ field }) => field)).toEqual(['rowSeed']);
    expect(numberProblems(chooseRows(bad, 'first', 60))).toEqual([]);
  });

  it('leaves a valid recipe whatever is typed, and never changes the default', () => {
    for (const field of NUMBER_FIELDS) {
      for (const text of ['1', '0', '-1', '0.5', 'abc', '', '99999999999999999999']) {
        const draft = editNumber(chooseRows(EMPTY_DRAFT, 'random', 60), field, text);
        expect(recipeSchema.safeParse(draft.recipe).success, `${field} ${text}`).toBe(true);
      }
    }
    expect(EMPTY_DRAFT.recipe.sending).toMatchObject({ rowsPerRequest: 5, order: { kind: 'shuffled', seed: 1 } });
  });
});

describe('the draft', () => {
  it('takes the guessed columns and the name of a table, and keeps what fits the next one', () => {
    const first = chooseDataset(EMPTY_DRAFT, dataset);
    expect(first).toMatchObject({ datasetId: 'd1', name: 'reviews' });
    expect(first.recipe.question.columns).toEqual({ id: 'nr', texts: ['text'] });
    const own = withQuestion(first, { columns: { id: null, texts: ['nr'] } });
    expect(chooseDataset(own, { ...dataset, id: 'd2' }).recipe.question.columns).toEqual({ id: null, texts: ['nr'] });
    const other = { ...dataset, id: 'd3', name: 'x.csv', columns: ['a'], guess: { id: null, texts: ['a'] } };
    expect(chooseDataset(own, other)).toMatchObject({ name: 'reviews', recipe: { question: { columns: { id: null, texts: ['a'] } } } });
  });

  it('is no longer a sample once another table is taken', () => {
    const sample = { ...chooseDataset(EMPTY_DRAFT, dataset), sample: 'reviews' };
    expect(chooseDataset(sample, dataset).sample).toBe('reviews');
    expect(chooseDataset(sample, { ...dataset, id: 'd2' }).sample).toBeNull();
  });

  it('takes up a sample whole, and keeps the provider', () => {
    const recipe = withQuestion(EMPTY_DRAFT, { instructions: 'Judge.', columns: { id: 'nr', texts: ['text'] } }).recipe;
    const before = editNumber(
      { ...chooseDataset(EMPTY_DRAFT, { ...dataset, id: 'old' }), endpointId: 'e', jobId: 'mine' },
      'rowsPerRequest',
      'x',
    );
    const draft = chooseSample(before, dataset, { id: 'reviews', title: 'Sample: reviews' }, recipe);
    expect(draft).toEqual({ ...EMPTY_DRAFT, datasetId: 'd1', endpointId: 'e', name: 'Sample: reviews', sample: 'reviews', recipe });
  });

  it('looks more often on the sandbox, unless the person said how often', () => {
    const onSandbox = chooseEndpoint(EMPTY_DRAFT, sandbox);
    expect(onSandbox.recipe.sending.pollSeconds).toBe(2);
    expect(chooseEndpoint(onSandbox, live).recipe.sending.pollSeconds).toBe(300);
    expect(chooseEndpoint(editNumber(EMPTY_DRAFT, 'pollSeconds', '60'), sandbox).recipe.sending.pollSeconds).toBe(60);
  });

  it('keeps the other provider’s options where a sample is written for one', () => {
    const draft = chooseModel(chooseEndpoint(EMPTY_DRAFT, anthropic), 'claude-haiku-5-5');
    const filled = chooseSample(draft, dataset, { id: 's', title: 'S' }, { ...DEFAULT_RECIPE });
    expect(filled.recipe.question).toMatchObject({ provider: { provider: 'anthropic' }, model: 'claude-haiku-5-5', thinking: 'disabled' });
  });

  it('fills in what recipes had not when the draft was kept, and starts anew from one that cannot be read', () => {
    const { thinking: _, ...question } = EMPTY_DRAFT.recipe.question;
    const { crossPriceStep: __, ...sending } = EMPTY_DRAFT.recipe.sending;
    const old = { ...EMPTY_DRAFT, name: 'n', recipe: { question, sending } } as unknown as typeof EMPTY_DRAFT;
    expect(keptDraft(old)).toEqual({ ...EMPTY_DRAFT, name: 'n' });
    expect(keptDraft({ ...old, recipe: {} } as unknown as typeof EMPTY_DRAFT)).toEqual({ ...EMPTY_DRAFT, name: 'n' });
  });

  it('keeps the schema as laid out, and its last good meaning while it is broken', () => {
    const good = editSchema(EMPTY_DRAFT, '{"type":"object"}', { type: 'object' });
    expect(schemaText(good)).toBe('{"type":"object"}');
    const broken = editSchema(good, '{"type":', undefined);
    expect(schemaText(broken)).toBe('{"type":');
    expect(broken.recipe.question.schema).toEqual({ type: 'object' });
    expect(schemaText({ ...good, typed: {} })).toBe('{\n  "type": "object"\n}');
  });

  it('makes one id of a name and the same tail', () => {
    const draft = { ...EMPTY_DRAFT, name: 'Culture survey' };
    expect(wantedJobId(draft, [0.1, 0.2, 0.3, 0.4])).toBe(wantedJobId(draft, [0.1, 0.2, 0.3, 0.4]));
    expect(wantedJobId(draft, [0.1, 0.2, 0.3, 0.4])).toMatch(/^culture-survey-....$/);
    expect(wantedJobId({ ...draft, jobId: ' mine ' }, [])).toBe('mine');
  });
});

describe('the provider', () => {
  it('brings its own defaults, and no model of another', () => {
    const before = chooseModel(chooseEndpoint(EMPTY_DRAFT, live), 'gpt-6-luna');
    expect(before.recipe.question.thinking).toBe('none');
    const { recipe, endpointId } = chooseEndpoint(before, anthropic);
    expect(endpointId).toBe('anthropic');
    expect(recipe.question).toMatchObject({ provider: DEFAULT_OPTIONS.anthropic, model: '', thinking: 'default' });
    expect(recipe.sending).toMatchObject({ pollSeconds: 30, order: { kind: 'shuffled', seed: 1 } });
    expect(chooseEndpoint({ ...before, recipe }, live).recipe.question.provider).toEqual(DEFAULT_OPTIONS.openai);
  });

  it('keeps a limit set by hand, and what is chosen where the protocol stays', () => {
    const limited = editNumber(chooseEndpoint(EMPTY_DRAFT, live), 'outputLimit', '9000');
    expect(chooseEndpoint(limited, anthropic).recipe.question.provider.options.outputLimit).toBe(9000);
    const cold = chooseModel(withOptions(limited, { temperature: null }), 'gpt-6-luna');
    expect(chooseEndpoint(cold, sandbox).recipe.question).toEqual(cold.recipe.question);
  });

  it('forgets what was typed of options that are gone', () => {
    const half = editNumber(editNumber(EMPTY_DRAFT, 'outputLimit', '-'), 'rowsPerRequest', '');
    expect(chooseEndpoint(half, anthropic).typed).toMatchObject({ rowsPerRequest: '' });
    expect(numberProblem(chooseEndpoint(half, anthropic), 'outputLimit')).toBeNull();
  });

  it('wants an output limit of Anthropic only', () => {
    const emptied = editNumber(chooseEndpoint(EMPTY_DRAFT, anthropic), 'outputLimit', '');
    expect(numberProblem(emptied, 'outputLimit')).toContain('32000');
    expect(emptied.recipe.question.provider.options.outputLimit).toBe(32_000);
    expect(numberProblem(editNumber(EMPTY_DRAFT, 'outputLimit', ''), 'outputLimit')).toBeNull();
  });

  it('takes a tool name only where it can be one, and keeps what was typed', () => {
    const draft = chooseEndpoint(EMPTY_DRAFT, anthropic);
    const bad = editToolName(draft, 'my tool');
    expect(toolNameText(bad)).toBe('my tool');
    expect(toolNameProblem(bad)).not.toBeNull();
    expect(optionsOf(bad.recipe.question, 'anthropic').toolName).toBe('extract_results');
    const good = editToolName(bad, 'my_tool');
    expect(toolNameProblem(good)).toBeNull();
    expect(optionsOf(good.recipe.question, 'anthropic').toolName).toBe('my_tool');
    expect(toolNameProblem(EMPTY_DRAFT)).toBeNull();
  });

  it('thinks as little as a known model allows, and takes back a temperature it would refuse', () => {
    const warm = editNumber(withOptions(chooseModel(EMPTY_DRAFT, 'gpt-6-luna'), { temperature: 0 }), 'temperature', '0.7');
    expect(optionsOf(warm.recipe.question, 'openai').temperature).toBe(0.7);
    expect(optionsOf(chooseThinking(warm, 'medium').recipe.question, 'openai').temperature).toBe('default');
    expect(chooseModel(warm, 'my-own-model').recipe.question.thinking).toBe('default');
    const opus = chooseModel(chooseEndpoint(EMPTY_DRAFT, anthropic), 'claude-opus-5-5');
    expect(opus.recipe.question.thinking).toBe('adaptive:low');
  });
});

describe('what is missing', () => {
  const whole = () => {
    const draft = chooseEndpoint(chooseDataset(EMPTY_DRAFT, dataset), live);
    return withQuestion(draft, { instructions: 'Extract.', model: 'gpt-6-luna' });
  };
  const fields = (draft: Parameters<typeof whatIsMissing>[0], known = { dataset, endpoint: live as EndpointInfo | null }) =>
    whatIsMissing(draft, known).map(({ field }) => field);

  it('lists everything of an empty page in the order of the page', () => {
    expect(whatIsMissing(EMPTY_DRAFT, { dataset: null, endpoint: null }).map(({ field }) => field)).toEqual([
      'table',
      'instructions',
      'provider',
      'model',
    ]);
  });

  it('finds nothing missing where nothing is', () => {
    expect(fields(whole())).toEqual([]);
  });

  it('asks for text columns, and for new ones where the table has them not', () => {
    expect(fields(withQuestion(whole(), { columns: { id: null, texts: [] } }))).toEqual(['textColumns']);
    expect(fields(withQuestion(whole(), { columns: { id: 'gone', texts: ['text'] } }))).toEqual(['textColumns']);
  });

  it('does not take a provider without a key', () => {
    expect(fields(whole(), { dataset, endpoint: { ...live, identity: null } })).toEqual(['provider']);
  });

  it('names bad numbers, a broken schema and an id that cannot be used', () => {
    const draft = editSchema(editNumber({ ...whole(), jobId: 'a b' }, 'rowsPerRequest', '0'), '{', undefined);
    expect(fields(draft)).toEqual(['schema', 'rowsPerRequest', 'jobId']);
  });

  it('asks of one request what it needs, not what the job needs', () => {
    const draft = editNumber({ ...whole(), jobId: 'a b' }, 'pollSeconds', '0');
    expect(missingForTrial(draft, { dataset, endpoint: live })).toEqual([]);
    expect(missingForTrial(withQuestion(draft, { model: '' }), { dataset, endpoint: live }).map(({ field }) => field)).toEqual(['model']);
  });

  it('names a tool’s name that cannot be one', () => {
    const draft = editToolName(withQuestion(chooseEndpoint(whole(), anthropic), { model: 'claude-haiku-5-5' }), '');
    expect(fields(draft, { dataset, endpoint: anthropic })).toEqual(['toolName']);
  });

  it('checks a table without a model or instructions, but not with a broken schema', () => {
    const draft = withQuestion(whole(), { instructions: '', model: '' });
    expect(missingForCheck(draft, { dataset, endpoint: live })).toEqual([]);
    expect(missingForCheck(editSchema(draft, '{', undefined), { dataset, endpoint: live })).toHaveLength(1);
  });
});

describe('readSchemaEntry', () => {
  it('takes empty text, null and {} for no schema', () => {
    for (const text of ['', '  \n', 'null', '{}']) expect(readSchemaEntry(text)).toEqual({ ok: true, schema: null });
  });

  it('places a fault of the JSON and words one of the schema', () => {
    expect(readSchemaEntry('{"a":\n}')).toMatchObject({ ok: false, fault: { line: 2 } });
    expect(readSchemaEntry('[1]')).toMatchObject({ ok: false, fault: null });
  });
});
