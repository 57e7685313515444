import { hang, workAndHang } from '../fault-provider/acts.ts';
import { expect, expectLedger, expectOneBatchEach, partsOf, prepareJob, sendJob, test as base } from '../fault-provider/fault-test.ts';
import { MortalBrowser } from '../fault-provider/mortal-browser.ts';
import { submit, waitForState } from '../job-steps.ts';

const test = base.extend<{ mortal: MortalBrowser }>({
  mortal: async ({ stage, launchOptions }, run) => {
    const mortal = new MortalBrowser(launchOptions, stage.server.origin);
    await run(mortal);
    await mortal.end();
  },
});

test('@fault killed: while preparing: a new browser on the same profile prepares the same files', async ({ mortal, faults }) => {
  const page = await mortal.open();
  const rows = Array.from({ length: 2000 }, (_, n) => `Text ${n} ${'boils fast '.repeat(900)}`);
  const prepared = prepareJob(page, { at: 'openai', rows, requestsPerBatch: 40, jobId: 'killed-preparing' }).catch(() => 'killed');
  await page.waitForURL(/\/jobs\//);
  await expect.poll(async () => (await partsOf(page)).length, { intervals: [20] }).toBeGreaterThan(0);
  expect((await partsOf(page)).length).toBeLessThan(10);
  await mortal.kill();
  await prepared;
  const next = await mortal.open('/jobs/killed-preparing');
  await waitForState(next, 'Ready to submit');
  await submit(next);
  await expectLedger(next, { ok: 2000 });
  expect((await partsOf(next)).map(({ requests }) => requests)).toEqual(Array.from({ length: 10 }, () => 40));
  expect(faults.of('upload')).toHaveLength(10);
  expect(faults.of('create')).toHaveLength(10);
  await expectOneBatchEach(next, faults, 'openai');
});

test('@fault killed: while uploading: the file is sent again, one batch', async ({ mortal, faults }) => {
  faults.script({ on: 'upload', act: hang });
  const page = await mortal.open();
  const jobId = await sendJob(page, { at: 'openai', rows: 20 });
  await expect.poll(() => faults.of('upload').filter(({ isWhole }) => isWhole).length).toBe(1);
  await mortal.kill();
  const next = await mortal.open(`/jobs/${jobId}`);
  await expectLedger(next, { ok: 20 });
  const [lost, whole] = faults.of('upload');
  expect(whole!.digest).toBe(lost!.digest);
  expect(faults.of('upload').map(({ worked }) => worked)).toEqual([false, true]);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(next, faults, 'openai');
});

test('@fault killed: while a batch is made: found by the new browser, not made twice', async ({ mortal, faults }) => {
  faults.script({ on: 'create', act: workAndHang });
  const page = await mortal.open();
  const jobId = await sendJob(page, { at: 'anthropic', rows: 20 });
  await expect.poll(() => faults.of('create').filter(({ worked }) => worked).length).toBe(1);
  await mortal.kill();
  const next = await mortal.open(`/jobs/${jobId}`);
  await expectLedger(next, { ok: 20 });
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(next, faults, 'anthropic');
});

test('@fault killed: while collecting: collected by the new browser, every row once', async ({ mortal, faults }) => {
  faults.script({ on: 'download', act: workAndHang });
  const page = await mortal.open();
  const jobId = await sendJob(page, { at: 'openai', rows: 60, requestsPerBatch: 4 });
  await expect.poll(() => faults.of('download').filter(({ worked }) => worked).length).toBe(1);
  await mortal.kill();
  const next = await mortal.open(`/jobs/${jobId}`);
  await expectLedger(next, { ok: 60 });
  expect(faults.of('create')).toHaveLength(3);
  expect(faults.of('upload')).toHaveLength(3);
  await expectOneBatchEach(next, faults, 'openai');
});
