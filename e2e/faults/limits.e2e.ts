import {
  eventsOf,
  expect,
  expectLedger,
  expectOneBatchEach,
  expectWords,
  letTimePass,
  partsOf,
  sendJob,
  test,
} from '../fault-provider/fault-test.ts';

test('@fault limits: more tokens than may be queued: a refused batch waits its turn and goes when an earlier one has ended', async ({
  page,
  faults,
}) => {
  await faults.begin({ delays: { running: 4000 }, limits: { queuedTokens: 1000 } });
  await sendJob(page, { at: 'openai', rows: 30, requestsPerBatch: 2 });
  // Said once, not at each of them.
  await expectWords(page, '2 batches: Waiting for room at the provider: 1,000 queued tokens at once.', /what was refused never ran/);
  await expect(page.getByText('Waiting for room at the provider')).toHaveCount(1);
  await expectLedger(page, { ok: 30 });
  const held = await faults.batches('openai');
  const own = (await partsOf(page)).map(({ batchId }) => batchId);
  expect(held.filter(({ status }) => status === 'completed').map(({ id }) => id)).toEqual(own);
  // What was refused is not made again blindly: each further create is of the same uploaded file.
  expect(held.filter(({ status }) => status !== 'completed').every(({ status }) => status === 'failed')).toBe(true);
  expect(held.length).toBeLessThanOrEqual(5);
  expect(faults.of('upload')).toHaveLength(3);
});

test('@fault limits: a file larger than may be queued is divided, its rows go in smaller batches', async ({ page, faults }) => {
  await faults.begin({ limits: { queuedTokens: 2500 } });
  await sendJob(page, { at: 'openai', rows: 60 });
  await expectWords(page, 'Waiting for room at the provider: 2,500 queued tokens at once.');
  await letTimePass(page, 1);
  await expectLedger(page, { ok: 60 });
  await expectWords(page, 'Divided into smaller batches');
  const [whole, ...pieces] = await partsOf(page);
  expect(whole!.splitInto).toEqual(pieces.map(({ k }) => k));
  expect((await faults.batches('openai')).map(({ status }) => status)).toEqual(['failed', ...pieces.map(() => 'completed')]);
  expect(pieces.reduce((sum, { rows }) => sum + rows, 0)).toBe(60);
});

test('@fault limits: more requests than may be queued: batches go one by one as room appears', async ({ page, faults }) => {
  await faults.begin({ delays: { running: 800 }, limits: { queuedRequests: 4 } });
  await sendJob(page, { at: 'anthropic', rows: 60, requestsPerBatch: 4 });
  await expectWords(page, /Waiting for room at the provider/);
  // The provider asks for half a minute each time.
  for (const sent of [1, 2]) {
    await expect.poll(() => faults.of('create').filter(({ status }) => status === 200).length).toBe(sent);
    await expect.poll(() => faults.of('create').at(-1)!.status).toBe(429);
    await expect.poll(async () => (await partsOf(page)).filter(({ state }) => state === 'collected').length).toBe(sent);
    await letTimePass(page, 1);
  }
  await expectLedger(page, { ok: 60 });
  expect(faults.of('create').filter(({ status }) => status === 200)).toHaveLength(3);
  expect((await eventsOf(page)).join('\n')).not.toContain('No answer came');
  await expectOneBatchEach(page, faults, 'anthropic');
});
