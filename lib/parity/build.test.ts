import { expect, it, vi } from 'vitest';
import { fullPrompt } from '#lib/core/answer-format';
import { jobIdProblem, slugJobId } from '#lib/core/job-id';
import { readNumber } from '#lib/core/new-job-numbers';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, recipeSchema, type ProviderName, type Question } from '#lib/core/recipe';
import { SKIP_REASONS } from '#lib/core/row-state';
import { packPlan } from '#lib/jobs/build';
import { packParts } from '#lib/jobs/pack';
import { blocksOf } from '#lib/jobs/row-block.fixture';
import { judgeAll, RowReader, Selector } from '#lib/jobs/selection';
import { codecOf, specOf } from '#lib/providers/registry';
import { build, linesOf, questionFor, recipeFor, requestsOf, rowsOf, WRAPPER } from './job.fixture.ts';
import { tableOf } from './table.fixture.ts';

vi.mock('#lib/storage/datasets', () => import('./table.fixture.ts'));

const PROVIDERS = ['openai', 'anthropic'] as const;
const IN_ORDER = { order: { kind: 'source' } } as const;

/** The first request of a two-row table. */
async function firstLine(question: Question) {
  const [part] = await build(tableOf(['id', 'text'], rowsOf(2)), recipeFor(question, IN_ORDER));
  return (await linesOf(part!))[0]!;
}

async function firstRequest(question: Question) {
  const [part] = await build(tableOf(['id', 'text'], rowsOf(2)), recipeFor(question, IN_ORDER));
  return (await requestsOf(part!))[0]!;
}

it('parity: Row sent to the model: the id and the text, as text, in a JSON list', async () => {
  const rows = [
    ['1.0', 'No "bird"\ntoday'],
    ['007', '雁 🪿'],
  ];
  const table = tableOf(['id', 'text'], rows);
  const expected = rows.map(([input_id, input_text]) => ({ input_id, input_text }));
  const [lines] = await build(table, recipeFor(questionFor('openai'), IN_ORDER));
  expect(JSON.parse((await linesOf(lines!))[0]!.body.messages[1]!.content)).toEqual(expected);
  const [requests] = await build(table, recipeFor(questionFor('anthropic'), IN_ORDER));
  expect(JSON.parse((await requestsOf(requests!))[0]!.params.messages[0]!.content)).toEqual(expected);
});

it('parity: job_id: exact where given, else a slug with a tail; always short and safe enough for the ids of requests', () => {
  expect(jobIdProblem('culture_2026-a')).toBeNull();
  for (const id of ['', 'a/b', 'a b', '../x', 'x'.repeat(46)]) expect(jobIdProblem(id)).toEqual(expect.any(String));
  const slug = slugJobId('Küchen & Käufe 2026!');
  expect(slug).toMatch(/^kuchen-kaufe-2026-[a-z0-9]{4}$/);
  for (const name of PROVIDERS) {
    const id = codecOf(name).customId('x'.repeat(45), 99_999, 0, null);
    expect(id.length).toBeLessThanOrEqual(specOf(name).limits.customIdCharacters);
  }
});

it('parity: Prompt: as given with the answer format off; with it on, JSON, all_results and input_id are asked for', async () => {
  const instructions = '  Name the bird.\n\n';
  const off = questionFor('openai', { instructions });
  expect((await firstLine(off)).body.messages[0]).toEqual({ role: 'system', content: instructions });
  const on = fullPrompt({ ...off, answerFormat: DEFAULT_RECIPE.question.answerFormat });
  expect(on.startsWith('  Name the bird.')).toBe(true);
  for (const word of ['all_results', 'input_id', 'JSON']) expect(on).toContain(word);
});

it('parity: chunk_size: five rows a request unless said; 0 is refused in words', async () => {
  const sizes = async (rowsPerRequest: number) => {
    const [part] = await build(tableOf(['id', 'text'], rowsOf(12)), recipeFor(questionFor('openai'), { rowsPerRequest }));
    return (await linesOf(part!)).map(({ body }) => (JSON.parse(body.messages[1]!.content) as object[]).length);
  };
  expect(DEFAULT_RECIPE.sending.rowsPerRequest).toBe(5);
  expect(await sizes(5)).toEqual([5, 5, 2]);
  expect(await sizes(12)).toEqual([12]);
  expect(readNumber('rowsPerRequest', '0')).toEqual({ ok: false, problem: expect.stringContaining('1 or more') });
  expect(readNumber('rowsPerRequest', '2.5')).toEqual({ ok: false, problem: expect.stringContaining('whole') });
  expect(recipeSchema.safeParse(recipeFor(questionFor('openai'), { rowsPerRequest: 0 })).success).toBe(false);
});

it('parity: OpenAI line: key by key, the prompt as system; the last number restarts with each file', async () => {
  const table = tableOf(['id', 'text'], rowsOf(6));
  const recipe = recipeFor(questionFor('openai', { schema: WRAPPER }), { ...IN_ORDER, rowsPerRequest: 2, requestsPerBatch: 2 });
  const files = await Promise.all((await build(table, recipe)).map(linesOf));
  expect(files.map((lines) => lines.map((line) => line.custom_id))).toEqual([['job-0-0', 'job-0-1'], ['job-1-0']]);
  const line = files[0]![0]!;
  expect(Object.keys(line)).toEqual(['custom_id', 'method', 'url', 'body']);
  expect(Object.keys(line.body)).toEqual(['model', 'temperature', 'response_format', 'messages']);
  expect(line).toMatchObject({ method: 'POST', url: '/v1/chat/completions' });
  expect(line.body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
});

it('parity: max_requests_per_batch (Build): splits by count, by bytes, and at what the provider takes', async () => {
  const limits = PROVIDERS.map((name) => specOf(name).limits);
  expect(limits.map(({ requestsPerBatch, bytesPerBatch }) => [requestsPerBatch, bytesPerBatch])).toEqual([
    [50_000, 190_000_000],
    [100_000, 250_000_000],
  ]);
  for (const name of PROVIDERS) {
    const recipe = recipeFor(questionFor(name), { ...IN_ORDER, rowsPerRequest: 1, requestsPerBatch: 3 });
    const parts = await build(tableOf(['id', 'text'], rowsOf(7)), recipe);
    expect(parts.map(({ requests }) => requests)).toEqual([3, 3, 1]);
    const most = recipeFor(questionFor(name), { requestsPerBatch: 10_000_000 });
    expect(packPlan(most, '', 'job', null, 0).requestsPerBatch).toBe(specOf(name).limits.requestsPerBatch);
  }
  const plan = packPlan(recipeFor(questionFor('openai'), { rowsPerRequest: 1 }), '', 'job', null, 0);
  const sizes: number[] = [];
  const rows = Array.from({ length: 6 }, (_, row) => ({ row, id: String(row), text: 'x'.repeat(400) }));
  for await (const { file } of packParts(blocksOf(rows), { ...plan, bytesPerBatch: 2000 })) sizes.push(file.size);
  expect(sizes.length).toBeGreaterThan(1);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
});

it.each([
  ['gpt-4.1-mini', 0],
  ['o1-mini', 1],
  ['O3', 1],
  ['gpt-5-nano', 1],
  ['o4-mini', undefined],
  ['gpt-6-luna', undefined],
])('parity: temperature: %s is sent %s', async (model, temperature) => {
  expect((await firstLine(questionFor('openai', { model }))).body.temperature).toBe(temperature);
});

it('parity: temperature: never sent to Anthropic; effort and thinking are a setting of their own', async () => {
  const { params } = await firstRequest(questionFor('anthropic', { model: 'claude-opus-5-5', thinking: 'adaptive:low' }));
  expect(params).not.toHaveProperty('temperature');
  expect(params.thinking).toEqual({ type: 'adaptive' });
  const { body } = await firstLine(questionFor('openai', { model: 'gpt-5-nano', thinking: 'low' }));
  expect(body.reasoning_effort).toBe('low');
});

it('parity: Output limit (OpenAI): none sent unless set, then as max_completion_tokens', async () => {
  expect((await firstLine(questionFor('openai'))).body).not.toHaveProperty('max_completion_tokens');
  expect((await firstLine(questionFor('openai', {}, { outputLimit: 900 }))).body.max_completion_tokens).toBe(900);
});

it('parity: schema_dict (OpenAI): the wrapper verbatim, the bare schema wrapped, none as json_object', async () => {
  const format = async (schema: Question['schema']) => (await firstLine(questionFor('openai', { schema }))).body.response_format;
  expect(await format(WRAPPER)).toEqual(WRAPPER);
  const { schema } = WRAPPER.json_schema;
  expect(await format(schema)).toMatchObject({ type: 'json_schema', json_schema: { strict: true, schema } });
  expect(await format(null)).toEqual({ type: 'json_object' });
});

it('parity: schema_dict (Anthropic): a forced tool, an output format where the model refuses one, free text without', async () => {
  const { schema } = WRAPPER.json_schema;
  for (const given of [WRAPPER, schema]) {
    const { params } = await firstRequest(questionFor('anthropic', { schema: given }));
    expect(params.tools).toMatchObject([{ input_schema: schema }]);
    expect(params.tool_choice).toEqual({ type: 'tool', name: 'extract_results' });
  }
  const other = (await firstRequest(questionFor('anthropic', { schema: WRAPPER, model: 'claude-opus-5-5' }))).params;
  expect(other).not.toHaveProperty('tools');
  expect(other.output_config).toMatchObject({ format: { type: 'json_schema', schema: { required: ['all_results'] } } });
  const free = (await firstRequest(questionFor('anthropic'))).params;
  expect(Object.keys(free)).toEqual(['model', 'max_tokens', 'system', 'messages']);
});

it('parity: tool_name, max_tokens: the same defaults, both settable', async () => {
  expect(DEFAULT_OPTIONS.anthropic.options).toMatchObject({ toolName: 'extract_results', outputLimit: 32_000 });
  const { params } = await firstRequest(questionFor('anthropic', { schema: WRAPPER }, { toolName: 'take', outputLimit: 500 }));
  expect(params).toMatchObject({
    max_tokens: 500,
    tools: [{ name: 'take', description: 'Return structured extraction results for all input rows.' }],
    tool_choice: { type: 'tool', name: 'take' },
  });
});

it('parity: Anthropic request: one list, the instructions kept in the cache for as long as chosen', async () => {
  const [part] = await build(tableOf(['id', 'text'], rowsOf(3)), recipeFor(questionFor('anthropic'), { ...IN_ORDER, rowsPerRequest: 2 }));
  const requests = await requestsOf(part!);
  expect(requests.map((request) => request.custom_id)).toEqual(['job-chunk-000000', 'job-chunk-000001']);
  const { params } = requests[0]!;
  const text = questionFor('anthropic').instructions;
  expect(params.system).toEqual([{ type: 'text', text, cache_control: { type: 'ephemeral' } }]);
  expect(params.messages.map(({ role }) => role)).toEqual(['user']);
  const longer = (await firstRequest(questionFor('anthropic', {}, { cacheTtl: '1h' }))).params;
  expect(longer.system).toEqual([{ type: 'text', text, cache_control: { type: 'ephemeral', ttl: '1h' } }]);
});

it.each(PROVIDERS)('parity: Row order (%s): shuffled as pandas does with seed 1 unless said, or as in the table', async (name) => {
  const ids = async (sending: object) => {
    const parts = await build(tableOf(['id', 'text'], rowsOf(10)), recipeFor(questionFor(name), sending));
    return parts.flatMap(({ index }) => index.ids);
  };
  // DataFrame({'a': range(10)}).sample(frac=1, random_state=1)
  expect(await ids({})).toEqual(['r2', 'r9', 'r6', 'r4', 'r0', 'r3', 'r1', 'r7', 'r8', 'r5']);
  expect(await ids(IN_ORDER)).toEqual(rowsOf(10).map(([id]) => id));
});

it.each(PROVIDERS)('parity: Rebuild (%s): a later round continues the numbers of files and marks its ids', async (name) => {
  const table = tableOf(['id', 'text'], rowsOf(2));
  const recipe = recipeFor(questionFor(name), IN_ORDER);
  const [first] = await build(table, recipe);
  const [second] = await build(table, recipe, { firstK: 1, tag: 'k3fa' });
  const { paths } = codecOf(name);
  expect(paths.input(second!.k)).not.toBe(paths.input(first!.k));
  const idIn = async (part: typeof first) => /"custom_id":"([^"]+)"/.exec(await part!.file.text())![1];
  expect(await idIn(second)).toMatch(/^job-1-0+-k3fa$/);
  expect(await idIn(first)).not.toBe(await idIn(second));
});

it('parity: Missing column, duplicate id, null: named, listed, left out or numbered; ids stay the text of the file', async () => {
  const table = tableOf(
    ['id', 'text'],
    [
      ['1.0', 'a'],
      ['2', ''],
      ['1.0', 'b'],
      ['', 'c'],
      ['007', 'd'],
    ],
  );
  expect(() => new RowReader(table, { id: 'nr', texts: ['text'] })).toThrow('no column named "nr"');
  const select = (duplicateIds: 'skip' | 'number', columns = { id: 'id' as string | null, texts: ['text'] }) => {
    const recipe = recipeFor(questionFor('openai', { columns }), { duplicateIds });
    return judgeAll(new Selector(table, recipe.question, recipe.sending, packPlan(recipe, '', 'job', null, 0)));
  };
  const words = (reasons: Uint8Array) => [...reasons].map((reason) => SKIP_REASONS[reason - 1] ?? 'sent');
  const skipped = await select('skip');
  expect(words(skipped.reasons)).toEqual(['sent', 'empty-text', 'duplicate-id', 'empty-id', 'sent']);
  expect(skipped.duplicates).toEqual({ rows: 1, ids: ['1.0'], examples: [3] });
  const numbered = await select('number');
  expect(words(numbered.reasons)).toEqual(['sent', 'empty-text', 'sent', 'empty-id', 'sent']);
  expect([...numbered.renamed]).toEqual([[2, '1.0#2']]);
  const parts = await build(table, recipeFor(questionFor('openai'), { ...IN_ORDER, duplicateIds: 'number' }));
  expect(parts[0]!.index.ids).toEqual(['1.0', '1.0#2', '007']);
  const byNumber = await build(table, recipeFor(questionFor('openai', { columns: { id: null, texts: ['text'] } }), IN_ORDER));
  expect(byNumber[0]!.index.ids).toEqual(['1', '3', '4', '5']);
});

it.each(PROVIDERS)('parity: Memory (%s): no more rows are read than the open file holds', async (name: ProviderName) => {
  let read = 0;
  function* endless() {
    for (;;) yield { row: read, id: String(read), text: `row ${read++}` };
  }
  const recipe = recipeFor(questionFor(name), { rowsPerRequest: 5, requestsPerBatch: 4 });
  const parts = packParts(blocksOf(endless()), packPlan(recipe, '', 'job', null, 0));
  for (let k = 0; k < 3; k++) {
    expect((await parts.next()).value).toMatchObject({ k, requests: 4 });
    // One request more tells that a file is full, and rows come in blocks of three.
    expect(read).toBeLessThanOrEqual(20 * (k + 1) + 5 + 3);
  }
});
