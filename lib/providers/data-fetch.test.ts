import { expect, it } from 'vitest';
import { dataFetch } from './data-fetch.ts';
import { failureOf } from './openai/failure.ts';

const PAGE = { 'content-type': 'text/html; charset=utf-8' };

/** What becomes of an answer on its way through the guard and the SDK's reading of errors. */
async function told(status: number, headers: Record<string, string>, body = '<h1>Hello</h1>', isRedirected = false) {
  const answer = new Response(body, { status, headers });
  Object.defineProperty(answer, 'redirected', { value: isRedirected });
  const response = await dataFetch(async () => answer)('http://localhost/api/openai/v1/batches');
  if (response.ok) return { ok: true as const, text: await response.text() };
  const { error } = (await response.json()) as { error: object };
  return { ok: false as const, failure: failureOf({ status: response.status, headers: response.headers, error }) };
}

it('lets data through untouched', async () => {
  expect(await told(200, { 'content-type': 'application/json' }, '{"id":"b"}')).toEqual({ ok: true, text: '{"id":"b"}' });
});

it.each([
  ['a sign-in page a call was sent on to', 200, true, { kind: 'signed-out', retryable: true, unknown: false }],
  ['a sign-in page in place', 401, false, { kind: 'signed-out', retryable: true, unknown: false }],
  ['a page of a server that is being replaced', 404, false, { kind: 'server', retryable: true, unknown: false }],
  ['a gateway that has no server behind it', 502, false, { kind: 'server', retryable: true, unknown: true }],
  ['a page with a good status', 200, false, { kind: 'server', retryable: true, unknown: true }],
])('%s is no answer of the provider', async (_, status, isRedirected, failure) => {
  const answer = await told(status, PAGE, undefined, isRedirected);
  expect(answer).toMatchObject({ ok: false, failure });
});
