import type { JsonObject } from '../../lib/core/json.ts';
import { answer, anthropicError, change, cutAnswer, openaiError, shorten } from '../fault-provider/acts.ts';
import {
  expect,
  expectLedger,
  expectOneBatchEach,
  expectRowWords,
  expectWords,
  hurry,
  idsSent,
  letTimePass,
  sendJob,
  test,
} from '../fault-provider/fault-test.ts';
import { downloadBundle, submit, waitForState } from '../job-steps.ts';

const requestNumber = (customId: string) => Number(customId.split('-').at(-1));

test('@fault outcomes: a file refused by its lines: each row says its own line’s fault, and nothing was charged', async ({
  page,
  faults,
}) => {
  const line = { code: 'invalid_request', message: 'Line 2 cannot be read.', line: 2, param: null };
  const refused = { status: 'failed', output_file_id: null, error_file_id: null, errors: { object: 'list', data: [line] } };
  faults.script({ on: 'poll', times: Infinity, act: change((batch) => ({ ...batch, ...refused })) });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expectLedger(page, { failed: 20 });
  await expectRowWords(page, 6, 'Line 2 cannot be read. (invalid_request)', /It was not charged/);
  await expectRowWords(page, 1, /The provider refused the whole batch/);
  expect(faults.of('create')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

for (const at of ['openai', 'anthropic'] as const) {
  test(`@fault outcomes: a batch expires half done: what was answered counts, the rest is sent again alone (${at})`, async ({
    page,
    faults,
  }) => {
    const rows = Array.from({ length: 20 }, (_, n) => (n % 10 === 0 ? `[[sandbox:expire:shared]] Text ${n}` : `Text ${n}`));
    await sendJob(page, { at, rows });
    const first = await expectLedger(page, { ok: 10, expired: 10 });
    await expectRowWords(page, 1, /not charged/);
    await page.getByRole('button', { name: 'Send remaining rows again' }).click();
    await page.getByRole('dialog').getByRole('spinbutton', { name: 'Rows per request' }).fill('1');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Prepare 10 rows/ })
      .click();
    await waitForState(page, 'Ready to submit');
    await submit(page);
    const second = await expectLedger(page, { ok: 20 });
    for (const row of first.filter(({ _state }) => _state === 'ok')) expect(second).toContainEqual(row);
    const sent = faults.of(at === 'openai' ? 'upload' : 'create').map(({ payload }) => idsSent(payload));
    expect(sent[1]!.every((ids) => ids.length === 1)).toBe(true);
    expect(sent[1]!.flat()).toEqual(first.filter(({ _state }) => _state === 'expired').map(({ id }) => id));
    await expectOneBatchEach(page, faults, at);
  });
}

test('@fault outcomes: completed without an output file: the error file tells every row, 4xx with error null', async ({ page, faults }) => {
  const line = ({ text }: { text: string }) => {
    const given = JSON.parse(text) as JsonObject;
    const body = openaiError('context_length_exceeded', 'This model’s maximum context length is 8192 tokens.');
    return JSON.stringify({ ...given, response: { status_code: 400, request_id: 'r', body }, error: null });
  };
  await faults.begin({ line });
  faults.script({ on: 'poll', times: Infinity, act: change((batch) => ({ ...batch, output_file_id: null })) });
  await sendJob(page, { at: 'openai', rows: Array.from({ length: 10 }, (_, n) => `[[sandbox:fail]] ${n}`) });
  await expectLedger(page, { failed: 10 });
  await expectRowWords(page, 3, /maximum context length is 8192 tokens/);
  expect(faults.of('download')).toHaveLength(1);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault outcomes: empty file ids and counts that lie: rows are counted from the lines alone', async ({ page, faults }) => {
  const lies = { error_file_id: '', request_counts: { total: 4, completed: 0, failed: 4 } };
  faults.script({ on: 'poll', times: Infinity, act: change((batch) => ({ ...batch, ...lies })) });
  await sendJob(page, { at: 'openai', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect(faults.of('download')).toHaveLength(1);
  expect(faults.of('file', 'download').every(({ status }) => status === 200)).toBe(true);
});

test('@fault outcomes: lines doubled, out of order, of strangers, left out and with status 0: each row in one state', async ({
  page,
  faults,
}) => {
  const line = ({ customId, text }: { customId: string; text: string }) => {
    const given = JSON.parse(text) as JsonObject;
    switch (requestNumber(customId)) {
      case 0:
        return `${text}\n${text}`;
      case 1:
        return JSON.stringify({ ...given, response: { status_code: 0, request_id: '', body: '' }, error: null });
      case 2:
        return null;
      case 3:
        return `${JSON.stringify({ ...given, custom_id: 'somebody-else-0-0' })}\nnot json at all\n${text}`;
      default:
        return text;
    }
  };
  await faults.begin({ line });
  const jobId = await sendJob(page, { at: 'openai', rows: 60 });
  await expectLedger(page, { ok: 50, failed: 10 });
  await expectRowWords(page, 6, /status 0/);
  await expectRowWords(page, 11, /returned no answer to this request, though its batch ended/);
  const files = await downloadBundle(page, jobId);
  const output = [...files].find(([path]) => path.includes('batch_result_'))![1].toString();
  const order = [...output.matchAll(/"custom_id":"[\w-]+-0-(\d+)"/g)].map(([, n]) => Number(n));
  expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault outcomes: a download from OpenAI is cut, then shorter than the file says: fetched until it is whole', async ({
  page,
  faults,
}) => {
  faults.script({ on: 'download', act: cutAnswer(1000) }, { on: 'download', act: shorten((body) => body.indexOf('\n') + 1) });
  const jobId = await sendJob(page, { at: 'openai', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect(faults.of('download').length).toBeGreaterThanOrEqual(3);
  const files = await downloadBundle(page, jobId);
  const output = [...files].find(([path]) => path.includes('batch_result_'))![1];
  expect(output.toString().trim().split('\n')).toHaveLength(4);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault outcomes: results of Anthropic are not ready yet: waited for', async ({ page, faults }) => {
  faults.script(
    { on: 'download', act: answer(404, anthropicError('not_found_error', 'No results.')) },
    { on: 'download', act: answer(425, anthropicError('invalid_request_error', 'Results are not yet available.')) },
  );
  await sendJob(page, { at: 'anthropic', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect(faults.of('download').map(({ status }) => status)).toEqual([404, 425, 200]);
  await expectOneBatchEach(page, faults, 'anthropic');
});

test('@fault outcomes: results of Anthropic are cut at a line’s end, then within a line: fetched until they are whole', async ({
  page,
  faults,
}) => {
  faults.script({ on: 'download', act: shorten((body) => body.indexOf('\n') + 1) }, { on: 'download', act: shorten(() => 700) });
  await sendJob(page, { at: 'anthropic', rows: 20 });
  await expectLedger(page, { ok: 20 });
  expect(faults.of('download')).toHaveLength(3);
  await expectOneBatchEach(page, faults, 'anthropic');
});

test('@fault outcomes: downloads answered 429 and 503: waits as asked, nothing is lost', async ({ page, faults }) => {
  faults.script(
    { on: 'download', act: answer(429, anthropicError('rate_limit_error', 'Slow down.'), { 'retry-after': '2' }) },
    { on: 'download', act: answer(503, '<html><body>503</body></html>') },
  );
  await sendJob(page, { at: 'anthropic', rows: 20 });
  await expectLedger(page, { ok: 20 });
  const [first, second] = faults.of('download');
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(2000);
});

test('@fault outcomes: the output file has vanished: rows say that no answer came, other batches are whole', async ({ page, faults }) => {
  const gone = openaiError('not_found', 'No such File object.');
  let path = '';
  faults.script({
    on: 'file',
    times: Infinity,
    where: (received) => (path ||= received.path) === received.path,
    act: answer(404, gone),
  });
  await sendJob(page, { at: 'openai', rows: 20, requestsPerBatch: 2 });
  const rows = await expectLedger(page, { failed: 10, ok: 10 });
  await expectRowWords(page, rows.findIndex(({ _state }) => _state === 'failed') + 1, /returned no answer to this request/);
  await expectOneBatchEach(page, faults, 'openai');
});

test('@fault outcomes: a batch has vanished: said after two looks ten minutes apart, other batches are whole', async ({ page, faults }) => {
  const gone = anthropicError('not_found_error', 'No such batch.');
  let path = '';
  faults.script({ on: 'poll', times: Infinity, where: (received) => (path ||= received.path) === received.path, act: answer(404, gone) });
  await sendJob(page, { at: 'anthropic', rows: 20, requestsPerBatch: 2 });
  await expectWords(page, /does not know this batch just now/);
  await letTimePass(page, 11);
  await hurry(page);
  await expectLedger(page, { failed: 10, ok: 10 });
  await expectWords(page, /The provider no longer knows this batch/, /may have charged for it/);
  expect(faults.of('create')).toHaveLength(2);
});
