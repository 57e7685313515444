import { expect, test } from 'vitest';
import { judgePage, publicPaths } from './server-gate.js';

const open = publicPaths('public');
const isPublic = (path: string) => open.has(path) || path.startsWith('/_next/static/');
const [inside, outside] = [async () => true, async () => false];
const judge = (target: string, more: Partial<Parameters<typeof judgePage>[0]> = {}) =>
  judgePage({ method: 'GET', target, isSoft: false, isSignedIn: outside, isPublic, ...more });

test.each([
  '/theme.js',
  '/favicon.svg',
  '/samples/reviews.csv',
  '/_next/static/chunks/a.js',
  '/sign-in',
  '/sign-in?next=%2Fnew',
  '/api/endpoints',
])('signed out, %s passes', async (target) => expect(await judge(target)).toBe('pass'));

test.each([
  ['/', '/sign-in'],
  ['/new', '/sign-in?next=%2Fnew'],
  ['/jobs/a-b?tab=files&row=2', '/sign-in?next=%2Fjobs%2Fa-b%3Ftab%3Dfiles%26row%3D2'],
  ['/open', '/sign-in?next=%2Fopen'],
  ['/api', '/sign-in?next=%2Fapi'],
  ['/theme.js/', '/sign-in?next=%2Ftheme.js%2F'],
  ['/SIGN-IN', '/sign-in?next=%2FSIGN-IN'],
  ['/_next/image?url=%2Ftheme.js', '/sign-in?next=%2F_next%2Fimage%3Furl%3D%252Ftheme.js'],
])('signed out, %s leads to %s', async (target, to) => expect(await judge(target)).toEqual({ to }));

test('signed out, what no person opened is refused instead', async () => {
  expect(await judge('/new', { method: 'POST' })).toBe('refuse');
  expect(await judge('/new?_rsc=1', { isSoft: true })).toBe('refuse');
});

test('signed in, everything passes, and the sign-in page leads on', async () => {
  for (const target of ['/', '/new', '/jobs/a', '/_next/image']) expect(await judge(target, { isSignedIn: inside })).toBe('pass');
  expect(await judge('/sign-in?next=%2Fnew', { isSignedIn: inside })).toEqual({ to: '/' });
});
