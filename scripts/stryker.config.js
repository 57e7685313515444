// What `npm run check:mutants` changes, to see whether a test notices: the rules that decide about rows and money, what reads answers, and what writes
// cells as bytes.
export default {
  mutate: [
    'lib/core/{part-machine,part-outcomes,part-pieces,next-step,drive-plan,queue-limit}.ts',
    'lib/core/{ledger,reconcile,loose-id,release-rows,round-change}.ts',
    'lib/core/{answer-rows,json-scan,growing-bytes,column}.ts',
    'lib/providers/{openai,anthropic}/decode.ts',
    'lib/providers/{read-answer,read-json}.ts',
  ],
  testRunner: 'vitest',
  // What does not import the changed file cannot notice it: a constant changed otherwise costs a run of all tests.
  vitest: { configFile: 'scripts/mutants.vitest.config.js', related: true },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 85, break: 85 },
  // Only what these tests read is copied. No file has this name: rewriting tsconfig.json is for an older compiler than ours.
  ignorePatterns: ['**', '!lib/**', '!scripts/mutants.*.js', '!package.json', '!tsconfig.json'],
  tsconfigFile: 'none.json',
  disableTypeChecks: false,
  incremental: true,
  incrementalFile: '.mutants/incremental.json',
  tempDirName: '.mutants/copies',
  reporters: ['clear-text', 'html', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: '.mutants/report.html' },
};
