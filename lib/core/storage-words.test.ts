import { expect, it } from 'vitest';
import { clearedTrouble, isRescueWorthwhile, storageTrouble, type StorageFaultKind } from './storage-words.ts';

const KINDS: StorageFaultKind[] = ['waiting', 'replaced', 'newer', 'gone', 'unreadable'];

it.each(KINDS)('%s: says what happened, what it means for rows and money, and what can be done', (kind) => {
  const { what, meaning, todo, details } = storageTrouble(kind, 'x');
  expect(what).toMatch(/\.$/);
  expect(meaning).toMatch(/lost|kept there/);
  expect(todo).toMatch(/[Rr]eload/);
  expect(details).toBe('x');
});

it('offers a rescue only where the app itself must not go on', () => {
  expect(KINDS.filter(isRescueWorthwhile)).toEqual(['newer', 'unreadable']);
});

it('names the jobs that were cleared', () => {
  expect(clearedTrouble(['One (a)'], 1)).toMatchObject({
    what: 'The job that was kept in this browser is no longer here.',
    details: '• One (a)',
  });
  expect(clearedTrouble(['One (a)', 'Two (b)'], 3)).toMatchObject({
    what: 'The 3 jobs that were kept in this browser are no longer here.',
    details: '• One (a)\n• Two (b)\n…',
  });
  expect(clearedTrouble([], 2).details).toBeNull();
});
