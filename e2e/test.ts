import { expect, test as base, type Page } from '@playwright/test';

/** Console lines that a test itself provokes, by pattern. */
export interface Options {
  expectedFaults: RegExp[];
}

/** Notes what no page of ours may ever do: errors in the console, errors thrown, violations of the content security policy. */
function noteFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return faults;
}

/** A test whose page must stay clean from beginning to end. */
export const test = base.extend<Options>({
  expectedFaults: [[], { option: true }],
  page: async ({ page, expectedFaults }, run) => {
    const faults = noteFaults(page);
    await run(page);
    expect(faults.filter((fault) => !expectedFaults.some((pattern) => pattern.test(fault)))).toEqual([]);
  },
});

export { expect };
