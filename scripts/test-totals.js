/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/** A tool that only passes or fails. @returns {Totals} */
export function single(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** A run that failed has at least one failure, even where no test says so: a file that did not load, an error outside every test. */
function atLeastOne(totals, code) {
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/** Totals of vitest's JSON report; null where it wrote none. @returns {Totals} */
export function readVitest(report, code) {
  if (!report) return single(1);
  const unloaded = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: planned } = report;
  return atLeastOne({ passed, failed: failed + unloaded, skipped: pending + planned }, code);
}

/** Totals of Playwright's JSON report; null where it wrote none. A test that passed only when repeated has failed. @returns {Totals} */
export function readPlaywright(report, code) {
  if (!report) return single(1);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const none = expected + unexpected + flaky + skipped === 0;
  return atLeastOne({ passed: expected, failed: unexpected + flaky + (none ? 1 : 0), skipped }, code);
}

/** `N passed, N failed`: the form CI reads. What was skipped stands with each tool, above. */
export function closingLine(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}
