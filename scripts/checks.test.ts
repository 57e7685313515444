import { describe, expect, test } from 'vitest';
import { lockProblems } from './lockcheck.js';
import { firstScripts } from './size.js';
import { closingLine, readPlaywright, readVitest, single } from './test-totals.js';

describe('lock', () => {
  const whole = {
    'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-linux': '1.0.0', 'a-win': '1.0.0' } },
    'node_modules/a-linux': { version: '1.0.0' },
    'node_modules/a/node_modules/a-win': { version: '1.0.0' },
  };

  test('a complete one has no problems', () => expect(lockProblems({ packages: whole })).toEqual([]));

  test('a missing platform package is named, also where another copy stands out of reach', () => {
    const { 'node_modules/a/node_modules/a-win': moved, ...rest } = whole;
    expect(lockProblems({ packages: { ...rest, 'node_modules/b/node_modules/a-win': moved } })).toEqual([
      'node_modules/a 1.0.0 lacks a-win.',
    ]);
  });

  test('a download address is named', () => {
    const packages = { 'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a.tgz' } };
    expect(lockProblems({ packages })).toEqual(['node_modules/a holds a download address.']);
  });
});

test('first scripts: what the page loads at once, without those for old browsers', () => {
  const html =
    '<script src="/_next/a.js?v=1" async=""></script><script src="/_next/b.js" noModule=""></script><script>1</script><script src="/_next/a.js"></script>';
  expect(firstScripts(html)).toEqual(['/_next/a.js']);
});

describe('totals', () => {
  const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0, testResults: [] };
  const stats = { expected: 2, unexpected: 0, flaky: 1, skipped: 1 };

  test('add up, and the line has the form CI reads', () => {
    const all = [single(0), single(2), readVitest(vitest, 1), readPlaywright({ stats }, 0)];
    expect(closingLine(all)).toBe('6 passed, 3 failed');
    expect(closingLine([single(0)])).toBe('1 passed, 0 failed');
  });

  test('a run that failed never counts as passed', () => {
    expect(readVitest(null, 0).failed).toBe(1);
    expect(readVitest({ ...vitest, numFailedTests: 0 }, 1).failed).toBe(1);
    expect(readVitest({ ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] }, 1).failed).toBe(2);
    expect(readPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }, 0).failed).toBe(1);
    expect(readPlaywright(null, 1).failed).toBe(1);
  });
});
