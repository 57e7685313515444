import { expect, it } from 'vitest';
import type { Json } from '#lib/core/json';
import { silenceOf } from './silent-requests.ts';

it.each([
  ['expired', 'expired'],
  ['cancelled', 'cancelled'],
  ['failed', 'failed'],
  ['completed', 'failed'],
])('of a batch that ended as %s, requests without a line are %s', (providerStatus, state) => {
  expect(silenceOf({ providerStatus, remote: null })(0).state).toBe(state);
});

it('names the fault of the very line, else the one of the whole batch', () => {
  const data: Json[] = [
    { line: 2, code: 'invalid_url', message: 'Bad url.' },
    { line: 2, code: 'later', message: 'Not this one.' },
    { code: 'quota', message: 'No credit.' },
  ];
  const silence = silenceOf({ providerStatus: 'failed', remote: { errors: { data } } });
  expect(silence(1).note).toBe('The provider refused the whole batch. It was not charged. Bad url. (invalid_url)');
  expect(silence(0).note).toBe('The provider refused the whole batch. It was not charged. No credit. (quota)');
});
