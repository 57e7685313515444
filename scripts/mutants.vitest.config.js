import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** Most changes fall to an example within milliseconds: what feeds the decoders anything, for seconds, comes last. */
class ExamplesFirst extends BaseSequencer {
  async sort(files) {
    const isSlow = ({ moduleId }) => moduleId.endsWith('-anything.test.ts');
    return files.toSorted((a, b) => Number(isSlow(a)) - Number(isSlow(b)));
  }
}

/** The tests whose task it is to notice a change in what `stryker.config.js` names; the rest would only make it slow. */
export default defineConfig({
  test: {
    // With every change measured, and on a busy machine, properties take their time.
    testTimeout: 60_000,
    include: [
      'lib/core/{part-machine,part-outcomes,part-pieces,next-step,drive-plan,queue-limit}.test.ts',
      'lib/core/{ledger,reconcile,loose-id,release-rows,round-change,answer-rows,json-scan}.test.ts',
      'lib/providers/{openai,anthropic}/decode{,-anything}.test.ts',
      'lib/providers/{read-answer,read-json}.test.ts',
    ],
    setupFiles: ['scripts/mutants.setup.js'],
    sequence: { sequencer: ExamplesFirst },
  },
});
