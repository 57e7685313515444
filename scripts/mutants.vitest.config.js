import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** Most changes fall to an example within milliseconds: the tests whose properties take a second come last. */
class ExamplesFirst extends BaseSequencer {
  async sort(files) {
    const isSlow = ({ moduleId }) => /\/(reconcile|decode)\.test\.ts$/.test(moduleId);
    return files.toSorted((a, b) => Number(isSlow(a)) - Number(isSlow(b)));
  }
}

/**
 * The tests whose task it is to notice a change in what `stryker.config.js` names; the rest would only make it slow. So would hostile text
 * (`decode-hostile.test.ts`), a quarter of a minute and more for every change no other test notices: what it alone holds counts as not noticed.
 */
export default defineConfig({
  test: {
    // With every change measured, and on a busy machine, properties take their time.
    testTimeout: 60_000,
    include: [
      'lib/core/{part-machine,part-outcomes,part-pieces,next-step,drive-plan,queue-limit}.test.ts',
      'lib/core/{ledger,reconcile,loose-id,release-rows,round-change,answer-rows,json-scan,growing-bytes,column}.test.ts',
      'lib/providers/{read-answer,read-json}.test.ts',
      'lib/providers/{openai,anthropic}/decode.test.ts',
    ],
    setupFiles: ['scripts/mutants.setup.js'],
    sequence: { sequencer: ExamplesFirst },
  },
});
