import { type Json, type JsonObject } from '../../lib/core/json.ts';
import { expect, expectLedger, expectOneBatchEach, expectRowWords, idsSent, sendJob, test } from '../fault-provider/fault-test.ts';
import { submit, waitForState } from '../job-steps.ts';

interface Answered extends JsonObject {
  input_id: string;
}

/** What a model makes of its good answer to a request's five rows: the fields of its message, and why it ended. */
type Twist = (rows: Answered[]) => { message: JsonObject; end?: string };

const said = (rows: Json[], before = '', after = '') => ({
  message: { content: `${before}${JSON.stringify({ all_results: rows })}${after}` },
});

const OPENAI: Twist[] = [
  // 1–5 the last is left out; 6–10 one is answered twice, differently; 11–15 two are merged into one
  (rows) => said(rows.slice(0, 4)),
  (rows) => said([...rows, { ...rows[0]!, praise: 'Something else' }]),
  ([a, b, ...rows]) => said([{ ...a!, input_id: `${a!.input_id},${b!.input_id}` }, ...rows]),
  // 16–20 with one invented; 21–25 ids written otherwise; 26–30 in a fence after a preface
  (rows) => said([...rows, { input_id: '999', praise: 'Of nobody' }]),
  (rows) => said(rows.map((row, n) => ({ ...row, input_id: [` ${row.input_id} `, `${row.input_id}.0`, `0${row.input_id}`][n % 3]! }))),
  (rows) => said(rows, 'Here is the answer:\n```json\n', '\n```\nI hope this helps!'),
  // 31–35 cut off after two; 36–40 declined; 41–45 nothing said
  (rows) => ({
    message: { content: JSON.stringify({ all_results: rows }).split(`,{"input_id":"${rows[2]!.input_id}"`)[0]! },
    end: 'length',
  }),
  () => ({ message: { content: null, refusal: 'I cannot help with that.' } }),
  () => ({ message: { content: '' } }),
  // 46–50 in two parts; 51–55 by a tool nobody offered; 56–60 of wrong types and with a further key
  (rows) => {
    const text = JSON.stringify({ all_results: rows });
    return { message: { content: [text.slice(0, 60), text.slice(60)].map((part) => ({ type: 'text', text: part })) } };
  },
  (rows) => {
    const call = { id: 'c', type: 'function', function: { name: 'somebody_elses', arguments: JSON.stringify({ all_results: rows }) } };
    return { message: { content: null, tool_calls: [call] } };
  },
  ([a, ...rows]) => said([{ ...a!, praise: 7 }, { ...rows[0]!, mood: 'fine' }, ...rows.slice(1)]),
];

test('@fault answers: what a model of OpenAI’s may do to its answers costs no other row; what is left is sent again alone', async ({
  page,
  faults,
}) => {
  await faults.begin({
    line: ({ customId, text }) => {
      const [request, round] = [Number(customId.split('-')[2]), customId.split('-')[1]];
      const given = JSON.parse(text);
      const choice = given.response.body.choices[0];
      if (round !== '0') return text;
      const { message, end } = OPENAI[request]!(JSON.parse(choice.message.content).all_results);
      Object.assign(choice.message, message);
      choice.finish_reason = end ?? choice.finish_reason;
      return JSON.stringify(given);
    },
  });
  await sendJob(page, { at: 'openai', rows: 60, jobId: 'mischief' });
  const first = await expectLedger(page, { ok: 41, missing: 3, duplicate: 1, truncated: 3, refused: 5, invalid: 7 });
  await expectRowWords(page, 5, /The model left this row out of its answer/);
  await expectRowWords(page, 6, /Answered more than once, differently/);
  await page.getByRole('button', { name: 'Send remaining rows again' }).click();
  await page.getByRole('dialog').getByRole('spinbutton', { name: 'Rows per request' }).fill('1');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Prepare 19 rows/ })
    .click();
  await waitForState(page, 'Ready to submit');
  await submit(page);
  const second = await expectLedger(page, { ok: 60 });
  const left = first.filter(({ _state }) => _state !== 'ok').map(({ id }) => id!);
  expect(idsSent(faults.of('upload')[1]!.payload)).toEqual(left.map((id) => [id]));
  for (const row of first.filter(({ _state }) => _state === 'ok')) expect(second).toContainEqual(row);
  await expectOneBatchEach(page, faults, 'openai');
});

const block = (rows: Json[]): JsonObject => ({ type: 'text', text: JSON.stringify({ all_results: rows }) });

const ANTHROPIC: Twist[] = [
  (rows) => ({ message: { content: [{ type: 'thinking', thinking: JSON.stringify({ all_results: [] }), signature: 's' }, block(rows)] } }),
  (rows) => ({ message: { content: [block(rows.slice(0, 3)), block(rows.slice(3))] } }),
  (rows) => ({ message: { content: [{ type: 'tool_use', id: 't', name: 'somebody_elses', input: { all_results: rows } }] } }),
  () => ({ message: { content: [] } }),
  () => ({ message: { content: [] }, end: 'refusal' }),
  (rows) => {
    const text = JSON.stringify({ all_results: rows });
    return {
      message: { content: [{ type: 'text', text: text.slice(0, text.indexOf(`,{"input_id":"${rows[1]!.input_id}"`)) }] },
      end: 'max_tokens',
    };
  },
];

test('@fault answers: what a model of Anthropic’s may do to its answers costs no other row', async ({ page, faults }) => {
  await faults.begin({
    line: ({ customId, text }) => {
      const given = JSON.parse(text);
      const { message } = given.result;
      const rows = JSON.parse(message.content.find(({ type }: { type: string }) => type === 'text').text).all_results;
      const twisted = ANTHROPIC[Number(customId.split('-').at(-1))]!(rows);
      Object.assign(message, twisted.message, { stop_reason: twisted.end ?? message.stop_reason });
      return JSON.stringify(given);
    },
  });
  await sendJob(page, { at: 'anthropic', rows: 30, jobId: 'mischief-too' });
  await expectLedger(page, { ok: 16, invalid: 5, refused: 5, truncated: 4 });
  await expectRowWords(page, 21, /The model declined to answer/);
  await expectRowWords(page, 27, /cut off at the output limit/);
  await expectOneBatchEach(page, faults, 'anthropic');
});
