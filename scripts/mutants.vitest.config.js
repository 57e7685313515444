import { defineConfig } from 'vitest/config';

/** The tests whose task it is to notice a change in what `stryker.config.js` names; the rest would only make it slow. */
export default defineConfig({
  test: {
    include: [
      'lib/core/{part-machine,part-pieces,drive-plan,queue-limit}.test.ts',
      'lib/core/{ledger,reconcile,release-rows,round-change,answer-rows}.test.ts',
      'lib/providers/{openai,anthropic}/decode.test.ts',
    ],
  },
});
