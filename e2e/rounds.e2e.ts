import type { Part } from '#lib/core/job';
import { ANTHROPIC, downloadBundle, downloadCsv, fillNewJob, OPENAI, prepare, stored, submit, tally, waitForState } from './job-steps.ts';
import { startOwnServer } from './own-server.ts';
import { expect, test } from './test.ts';

const schema = JSON.stringify({
  type: 'object',
  properties: { praise: { type: 'string' } },
  required: ['praise'],
  additionalProperties: false,
});

const file = {
  name: 'mischief.csv',
  bytes: Buffer.from(
    [
      'id,text',
      '1,Good kettle',
      '2,[[sandbox:missing]] left out',
      '3,Nice lamp',
      '4,[[sandbox:refuse]] declined',
      '5,[[sandbox:malformed]] broken',
      '6,[[sandbox:fail]] error',
      '7,[[sandbox:duplicate]] twice',
      '8,[[sandbox:invented]] invented',
      '9,[[sandbox:truncate]] cut',
      '10,Good chair',
    ].join('\n'),
  ),
};

for (const place of [OPENAI, ANTHROPIC]) {
  test(`@job ${place.name}: what a model may do to an answer costs no other row, and the rest is sent again in a new round`, async ({
    page,
  }) => {
    await fillNewJob(page, { place, file, instructions: 'Say what the text praises.', schema, rowsPerRequest: 1 });
    const jobId = await prepare(page);
    await submit(page);
    await waitForState(page, 'Finished');
    const first = await downloadCsv(page);
    const states = Object.fromEntries(first.map((row) => [row.id, row._state]));
    expect(states).toEqual({
      1: 'ok',
      2: 'missing',
      3: 'ok',
      4: 'refused',
      // The answer's JSON is broken after the row's own object, which is whole and is saved.
      5: 'ok',
      6: 'failed',
      7: 'duplicate',
      8: 'ok',
      9: 'truncated',
      10: 'ok',
    });

    await page.getByRole('button', { name: 'Send remaining rows again' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Prepare/ })
      .click();
    await waitForState(page, 'Ready to submit');
    await submit(page);
    await waitForState(page, 'Finished');
    const second = await downloadCsv(page);
    const rounds = Object.fromEntries(second.map((row) => [row.id, row._round]));
    for (const row of first) expect(rounds[row.id!]).toBe(row._state === 'ok' ? '1' : '2');
    for (const row of first.filter(({ _state }) => _state === 'ok')) expect(second.find(({ id }) => id === row.id)).toEqual(row);

    const files = await downloadBundle(page, jobId);
    const again = place.requests(files, 1);
    expect(again.every(({ custom_id: id }) => new RegExp(`^${jobId}-1-.*-[a-z0-9]{4}$`).test(id))).toBe(true);
    const ids = again.flatMap(({ rows }) => rows.map((row) => row.input_id));
    expect(ids.toSorted()).toEqual(['2', '4', '6', '7', '9']);
    expect(await place.batches(page, jobId)).toHaveLength(2);
  });

  test(`@job ${place.name}: cancelling keeps what is done and gives every other row a state`, async ({ page }) => {
    const lines = Array.from({ length: 40 }, (_, n) => `${n},Text ${n}`);
    await fillNewJob(page, {
      place,
      file: { name: 'forty.csv', bytes: Buffer.from(`id,text\n${lines.join('\n')}`) },
      instructions: 'Praise?',
      rowsPerRequest: 1,
      requestsPerBatch: 10,
    });
    const jobId = await prepare(page);
    await submit(page);
    await expect
      .poll(async () => (await stored<Part>(page, 'parts')).filter((part) => part.batchId).length, { intervals: [20] })
      .toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Cancel job' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel job' }).click();
    await waitForState(page, 'Finished');
    const counts = tally(await downloadCsv(page));
    expect((counts.ok ?? 0) + (counts.cancelled ?? 0)).toBe(40);
    const batches = await place.batches(page, jobId);
    expect(batches.every(({ status }) => ['cancelled', 'completed', 'ended'].includes(status))).toBe(true);
  });

  test(`@job ${place.name}: one look at a time: Stop watching stops, Check now looks once`, async ({ browser }) => {
    // A provider slow enough for a person to press buttons meanwhile.
    const slow = { validating: 50, running: 8000, finalizing: 50, cancelling: 50, live: 50 };
    const server = await startOwnServer('http://127.0.0.1:9/v1', { ROWMILL_SANDBOX_DELAYS: JSON.stringify(slow) });
    const context = await browser.newContext({ baseURL: server.origin });
    const page = await context.newPage();
    await fillNewJob(page, { place, file, instructions: 'Praise?', rowsPerRequest: 1 });
    await prepare(page);
    await submit(page);
    await page.getByRole('button', { name: 'Stop watching' }).click();
    await waitForState(page, 'Not watching');
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect.poll(async () => (await stored<Part>(page, 'parts'))[0]!.lastPollAt).not.toBeNull();
    await page.waitForTimeout(10_000);
    await waitForState(page, 'Not watching');
    await page.getByRole('button', { name: 'Watch again' }).click();
    await waitForState(page, 'Finished');
    await context.close();
    await server.stop();
  });
}
