import {
  anthropicError,
  answer,
  change,
  cutRequest,
  hang,
  loseAnswer,
  loseRequest,
  openaiError,
  workAndAnswer,
  workAndHang,
  type Act,
} from '../fault-provider/acts.ts';
import {
  eventsOf,
  expect,
  expectLedger,
  expectOneBatchEach,
  expectWords,
  letTimePass,
  partsOf,
  prepareJob,
  sendJob,
  test,
} from '../fault-provider/fault-test.ts';
import { waitForState } from '../job-steps.ts';

const FOUND = /Found at the provider(?:, by its time and size)?: it had been made after all\./;

for (const at of ['openai', 'anthropic'] as const) {
  test(`@fault create: the answer is lost, the batch is found and not made again (${at})`, async ({ page, faults }) => {
    faults.script({ on: 'create', act: loseAnswer });
    await sendJob(page, { at, rows: 20 });
    await expectLedger(page, { ok: 20 });
    expect((await eventsOf(page)).join('\n')).toMatch(FOUND);
    expect(faults.of('create')).toHaveLength(1);
    await expectOneBatchEach(page, faults, at);
  });
}

test('@fault create: lost before it was acted on: made again only after two searches ten minutes apart', async ({ page, faults }) => {
  faults.script({ on: 'create', act: loseRequest });
  await sendJob(page, { at: 'openai', rows: 20, requestsPerBatch: 2 });
  await waitForState(page, 'Needs your answer');
  await expectWords(page, /nobody knows whether the provider has it/, /pay for it a second time/, /searched once, /);
  await letTimePass(page, 11);
  await expectLedger(page, { ok: 20 });
  expect((await eventsOf(page)).join('\n')).toContain('twice in ten minutes: it was not made, and is made now');
  expect(faults.of('create').map(({ worked }) => worked)).toEqual([false, true, true]);
  expect(faults.of('upload')).toHaveLength(2);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault create: a list that lags behind shows the batch later: still one batch', async ({ page, faults }) => {
  faults.script(
    { on: 'create', act: loseAnswer },
    { on: 'list', act: change((list) => ({ ...list, data: [], first_id: null, last_id: null, has_more: false })) },
  );
  await sendJob(page, { at: 'openai', rows: 20 });
  await waitForState(page, 'Needs your answer');
  await expectWords(page, /searched once, /);
  await letTimePass(page, 5);
  await expectLedger(page, { ok: 20 });
  expect((await eventsOf(page)).join('\n')).toMatch(FOUND);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault create: 500: never repeated by itself, but on a person’s word', async ({ page, faults }) => {
  faults.script({ on: 'create', act: answer(500, anthropicError('api_error', 'Internal server error')) });
  await sendJob(page, { at: 'anthropic', rows: 20 });
  await waitForState(page, 'Needs your answer');
  await expectWords(page, /nobody knows whether the provider has it/);
  await page.waitForTimeout(1500);
  expect(faults.of('create')).toHaveLength(1);
  await page.getByRole('button', { name: 'Send again' }).click();
  await expectWords(page, /20 rows are answered and paid for twice/);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click();
  await expectLedger(page, { ok: 20 });
  expect(faults.of('create')).toHaveLength(2);
  await expectOneBatchEach(page, faults, 'anthropic');
});

test('@fault create: a gateway’s 504 after the batch was made: found', async ({ page, faults }) => {
  faults.script({ on: 'create', act: workAndAnswer(504, '<html><body>504 Gateway Time-out</body></html>') });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect((await eventsOf(page)).join('\n')).toMatch(FOUND);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault create: answered 200 with a page that is no batch: looked up', async ({ page, faults }) => {
  faults.script({ on: 'create', act: workAndAnswer(200, '<html><body>Welcome to the hotel’s network</body></html>') });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect((await eventsOf(page)).join('\n')).toMatch(FOUND);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault create: the tab is closed while no answer comes: the next tab finds the batch', async ({ page, faults, context }) => {
  faults.script({ on: 'create', act: workAndHang });
  const jobId = await sendJob(page, { at: 'openai', rows: 20 });
  await expect.poll(() => faults.of('create').filter(({ worked }) => worked).length).toBe(1);
  await page.close();
  const next = await context.newPage();
  await next.goto(`/jobs/${jobId}`);
  await expectLedger(next, { ok: 20 });
  expect((await eventsOf(next)).join('\n')).toContain('The page was closed while the batch was being made.');
  expect(faults.of('create')).toHaveLength(1);
  expect(faults.of('upload')).toHaveLength(1);
  await expectOneBatchEach(next, faults, 'openai');
});

test('@fault create: the tab is closed and the provider never acted: rows are given up on a person’s word', async ({
  page,
  faults,
  context,
}) => {
  faults.script({ on: 'create', act: hang });
  const jobId = await sendJob(page, { at: 'anthropic', rows: 20 });
  await expect.poll(() => faults.of('create').filter(({ isWhole }) => isWhole).length).toBe(1);
  await page.close();
  const next = await context.newPage();
  await next.goto(`/jobs/${jobId}`);
  await waitForState(next, 'Needs your answer');
  await next.getByRole('button', { name: 'Give up its rows' }).click();
  await next.getByRole('alertdialog').getByRole('button', { name: 'Give up its rows' }).click();
  await expectLedger(next, { failed: 20 });
  await expectWords(next, 'You gave its rows up for this round.');
  expect(faults.of('create')).toHaveLength(1);
  expect(await faults.batches('anthropic')).toEqual([]);
});

test('@fault create: a batch of somebody else’s, alike in time and size, is not taken for ours', async ({ page, faults }) => {
  const theirs: Act = async (exchange) => {
    await exchange.work((body) => Buffer.from(body.toString().replaceAll('"custom_id":"', '"custom_id":"theirs-')));
    exchange.breakOff();
  };
  // It still runs when it is looked for, so nothing tells yet whose it is.
  await faults.begin({ delays: { running: 5000 } });
  faults.script({ on: 'create', act: theirs });
  await sendJob(page, { at: 'anthropic', rows: 20 });
  await expect.poll(async () => (await partsOf(page))[0]!.formerBatches).toHaveLength(1);
  await waitForState(page, 'Needs your answer');
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click();
  await expectLedger(page, { ok: 20 });
  const [other, own] = await faults.batches('anthropic');
  expect((await partsOf(page)).map(({ batchId }) => batchId)).toEqual([own!.id]);
  expect(other!.id).not.toBe(own!.id);
  expect(faults.of('create')).toHaveLength(2);
});

test('@fault create: two tabs and double clicks on Submit: one batch for each file', async ({ page, faults, context }) => {
  const jobId = await prepareJob(page, { at: 'openai', rows: 20, rowsPerRequest: 1, requestsPerBatch: 5 });
  const other = await context.newPage();
  await other.goto(`/jobs/${jobId}`);
  for (const tab of [page, other]) {
    await tab.getByRole('button', { name: 'Submit', exact: true }).click();
    await tab.getByRole('checkbox', { name: 'I may send these texts' }).check();
  }
  const confirm = [page, other].map((tab) => tab.getByRole('dialog').getByRole('button', { name: /^Submit/ }));
  for (const button of confirm) await expect(button).toBeEnabled();
  // Both at once and twice each, quicker than any screen can answer.
  const press = (button: HTMLElement) => [button.click(), button.click()];
  await Promise.all(confirm.map((button) => button.evaluate(press)));
  await expectLedger(page, { ok: 20 });
  expect(faults.of('create')).toHaveLength(4);
  expect(new Set(faults.of('upload').map(({ digest }) => digest)).size).toBe(4);
  expect(faults.of('upload')).toHaveLength(4);
  await expectOneBatchEach(page, faults, 'openai');
  expect((await eventsOf(page)).filter((message) => message.startsWith('Round 1 released'))).toHaveLength(1);
});

for (const [at, refusal] of [
  ['openai', openaiError('rate_limit_exceeded', '2000 batches may be created within an hour.', 'requests')],
  ['anthropic', anthropicError('rate_limit_error', '200000 requests are queued.')],
] as const) {
  test(`@fault create: 429 with Retry-After: waits so long and goes on; nothing is uncertain (${at})`, async ({ page, faults }) => {
    faults.script({ on: 'create', times: 2, act: answer(429, refusal, { 'retry-after': '2' }) });
    await sendJob(page, { at, rows: 20 });
    await expectLedger(page, { ok: 20 });
    const [first, second] = faults.of('create');
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(2000);
    expect(faults.of('create').map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(faults.of('upload')).toHaveLength(at === 'openai' ? 1 : 0);
    expect((await eventsOf(page)).join('\n')).not.toContain('No answer came');
    await expectOneBatchEach(page, faults, at);
  });
}

test('@fault create: the uploaded file is not known everywhere yet: tried again with the same file', async ({ page, faults }) => {
  const refusal = {
    error: {
      message: 'Cannot find file file-x, or your organization does not have access to it.',
      type: 'invalid_request_error',
      param: 'input_file_id',
      code: null,
    },
  };
  faults.script({ on: 'create', times: 2, act: answer(400, refusal) });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect(faults.of('upload')).toHaveLength(1);
  expect(faults.of('create').map(({ status }) => status)).toEqual([400, 400, 200]);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault create: cut off while still being sent: nothing can have been made, sent again by itself', async ({ page, faults }) => {
  faults.script({ on: 'create', act: cutRequest(100_000) });
  await sendJob(page, {
    at: 'anthropic',
    rows: Array.from({ length: 40 }, (_, n) => `Text ${n} ${'boils fast '.repeat(20_000)}`),
    rowsPerRequest: 1,
  });
  await expectLedger(page, { ok: 40 });
  expect(faults.of('create').map(({ isWhole, worked }) => [isWhole, worked])).toEqual([
    [false, false],
    [true, true],
  ]);
  expect((await eventsOf(page)).join('\n')).not.toContain('No answer came');
  expect((await partsOf(page)).map(({ state }) => state)).toEqual(['collected']);
  await expectOneBatchEach(page, faults, 'anthropic');
});
