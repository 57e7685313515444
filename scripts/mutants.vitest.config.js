import { defineConfig } from 'vitest/config';

/** The tests whose task it is to notice a change in what `stryker.config.js` names; the rest would only make it slow. */
export default defineConfig({
  test: {
    // With every change measured, and on a busy machine, properties take their time.
    testTimeout: 60_000,
    include: [
      'lib/core/{part-machine,part-pieces,drive-plan,queue-limit}.test.ts',
      'lib/core/{ledger,reconcile,release-rows,round-change,answer-rows}.test.ts',
      'lib/providers/{openai,anthropic}/decode.test.ts',
    ],
  },
});
