import { expect, test } from 'vitest';
import { afterSignIn, signInAddress } from './after-sign-in.ts';

const origin = 'https://rowmill.example.org';
const at = (next: string | null, hash = '') => ({ search: next === null ? '' : `?next=${encodeURIComponent(next)}`, hash, origin });

test.each([
  [null, '/'],
  ['/new', '/new'],
  ['/jobs/a-b?tab=files&row=2', '/jobs/a-b?tab=files&row=2'],
])('%s is where one comes back to', (next, target) => expect(afterSignIn(at(next), null)).toBe(target));

test.each([
  'https://evil.example',
  '//evil.example/x',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  'new',
  '',
])('%j is nowhere to be sent', (next) => expect(afterSignIn(at(next), null)).toBe('/'));

test('the fragment comes from the address, or from what an earlier load put aside for the same page', () => {
  expect(afterSignIn(at('/open', '#abc'), null)).toBe('/open#abc');
  expect(afterSignIn(at('/open', '#abc'), '/open#old')).toBe('/open#abc');
  expect(afterSignIn(at('/open'), '/open#abc')).toBe('/open#abc');
  expect(afterSignIn(at('/new'), '/open#abc')).toBe('/new');
  expect(afterSignIn(at('/new', '#'), null)).toBe('/new');
});

test('the way there and back keeps the whole address', () => {
  const there = new URL(signInAddress({ pathname: '/jobs/a', search: '?tab=files', hash: '#x=1&y' }), origin);
  expect(there.pathname).toBe('/sign-in');
  expect(afterSignIn({ search: there.search, hash: there.hash, origin }, null)).toBe('/jobs/a?tab=files#x=1&y');
});
