import { defineConfig } from 'vitest/config';

/**
 * The tests whose task it is to notice a change in what `stryker.config.js` names; the rest would only make it slow. So would hostile text
 * (`decode-hostile.test.ts`), which takes a quarter of a minute and more for every change no other test notices: what it alone holds counts as not noticed.
 */
export default defineConfig({
  test: {
    // With every change measured, and on a busy machine, properties take their time.
    testTimeout: 60_000,
    include: [
      'lib/core/{part-machine,part-outcomes,part-pieces,next-step,drive-plan,queue-limit}.test.ts',
      'lib/core/{ledger,reconcile,loose-id,release-rows,round-change,answer-rows,json-scan}.test.ts',
      'lib/providers/{read-answer,read-json}.test.ts',
      'lib/providers/{openai,anthropic}/decode.test.ts',
    ],
    setupFiles: ['scripts/mutants.setup.js'],
  },
});
