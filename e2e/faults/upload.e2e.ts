import { answer, cutRequest, hang, loseAnswer, openaiError, plain } from '../fault-provider/acts.ts';
import { eventsOf, expect, expectLedger, expectOneBatchEach, expectWords, partsOf, sendJob, test } from '../fault-provider/fault-test.ts';
import { waitForState } from '../job-steps.ts';

const LONG = Array.from({ length: 25 }, (_, n) => `Text ${n} ${'boils fast '.repeat(18_000)}`);

test('@fault upload: cut in the middle: sent again whole, one file and one batch', async ({ page, faults }) => {
  faults.script({ on: 'upload', act: cutRequest(1_000_000) });
  await sendJob(page, { at: 'openai', rows: LONG });
  await expectLedger(page, { ok: 25 });
  const [cut, whole] = faults.of('upload');
  expect([cut!.isWhole, cut!.worked, whole!.isWhole, whole!.worked]).toEqual([false, false, true, true]);
  expect(whole!.payload.length).toBeGreaterThan(4_000_000);
  // Whether the cut one had come whole after all is asked before it is sent again.
  expect(faults.of('upload', 'files').map(({ call }) => call)).toEqual(['upload', 'files', 'upload']);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault upload: its answer is lost: the file is found there and not sent again', async ({ page, faults }) => {
  faults.script({ on: 'upload', act: loseAnswer });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect(await eventsOf(page)).toContain('The file was already at the provider, whole.');
  expect(faults.of('upload')).toHaveLength(1);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault upload: 429 with Retry-After, then 503: waits as asked and sends it once more each', async ({ page, faults }) => {
  faults.script(
    { on: 'upload', act: answer(429, openaiError('rate_limit_exceeded', 'Too many files.', 'requests'), { 'retry-after': '3' }) },
    { on: 'upload', act: answer(503, openaiError('server_error', 'The server is overloaded.', 'server_error')) },
  );
  await sendJob(page, { at: 'openai', rows: 20 });
  await expectWords(page, 'The provider asks to slow down.');
  await expectLedger(page, { ok: 20 });
  const [first, second] = faults.of('upload');
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(3000);
  expect(faults.of('upload').map(({ worked }) => worked)).toEqual([false, false, true]);
  expect(new Set(faults.of('upload').map(({ digest }) => digest)).size).toBe(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault upload: refused as too large: that file’s rows are told, the others go on', async ({ page, faults }) => {
  faults.script({ on: 'upload', act: answer(413, '<html><body>413 Request Entity Too Large</body></html>') });
  await sendJob(page, { at: 'openai', rows: 20, requestsPerBatch: 2 });
  await expectLedger(page, { failed: 10, ok: 10 });
  await expectWords(page, 'The file is larger than the provider or a server in between accepts.', /nothing was charged/);
  expect(faults.of('upload').map(({ worked }) => worked)).toEqual([false, true]);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault upload: the account has nothing left: stops with what to do, and goes on when told', async ({ page, faults }) => {
  faults.script({
    on: 'upload',
    act: answer(429, openaiError('insufficient_quota', 'You exceeded your current quota.', 'insufficient_quota')),
  });
  await sendJob(page, { at: 'openai', rows: 20 });
  await waitForState(page, 'Stopped by a problem');
  await expectWords(page, /no credit left or a spending limit is reached/, /Raise the limit or add credit at the provider/);
  await page.waitForTimeout(2500);
  expect(faults.of('upload')).toHaveLength(1);
  await page.getByRole('button', { name: 'Check now' }).click();
  await expectLedger(page, { ok: 20 });
  expect(faults.of('upload')).toHaveLength(2);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault upload: sending is stopped by the person in the middle: nothing further goes, and the rest goes when told', async ({
  page,
  faults,
}) => {
  faults.script({ on: 'upload', act: plain }, { on: 'upload', act: hang });
  await sendJob(page, { at: 'openai', rows: 30, requestsPerBatch: 2 });
  await expect.poll(() => faults.of('upload').length).toBe(2);
  await page.getByRole('button', { name: 'Stop sending' }).click();
  await waitForState(page, 'Sending is stopped');
  await expectWords(page, 'Sending is stopped: 1 of 3 batches is at the provider', /The others were not sent and cost nothing/);
  await expect.poll(async () => (await partsOf(page)).map(({ state }) => state)).toEqual(['collected', 'built', 'built']);
  expect(faults.of('create')).toHaveLength(1);
  await page.reload();
  await waitForState(page, 'Sending is stopped');
  await page.waitForTimeout(1500);
  expect(faults.of('upload')).toHaveLength(2);
  await page.getByRole('button', { name: 'Go on sending' }).click();
  await expectLedger(page, { ok: 30 });
  expect(faults.of('upload')).toHaveLength(4);
  expect(faults.of('create')).toHaveLength(3);
  await expectOneBatchEach(page, faults, 'openai');
});
