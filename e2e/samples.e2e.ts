import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANTHROPIC, downloadBundle, downloadCsv, fillNewJob, OPENAI, prepare, submit, tally, waitForState } from './job-steps.ts';
import { expect, test } from './test.ts';

for (const sample of [
  { button: 'Run the sample job', rows: 60, columns: ['sentiment', 'topics', 'price_named'] },
  { button: /news/i, rows: 40, columns: ['entities', 'causal_triples'] },
]) {
  test(`@job one click runs the sample of ${sample.rows} rows to its end`, async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: sample.button }).click();
    await page.waitForURL(/\/jobs\//);
    const jobId = new URL(page.url()).pathname.split('/').at(-1)!;
    await waitForState(page, 'Finished');
    await expect(page.getByText('Practice answers from the sandbox').first()).toBeVisible();

    const rows = await downloadCsv(page);
    expect(rows.map((row) => row.row)).toEqual(Array.from({ length: sample.rows }, (_, n) => String(n + 1)));
    expect(tally(rows)).toEqual({ ok: sample.rows });
    for (const column of sample.columns) expect(rows.some((row) => (row[column] ?? '') !== '')).toBe(true);
    expect(rows[0]).toMatchObject({ _model: 'gpt-6-luna', _round: '1' });
    expect(rows[0]!._batch_id).toMatch(/^batch_/);

    const files = await downloadBundle(page, jobId);
    const batch = rows[0]!._batch_id!;
    expect([...files.keys()].toSorted()).toEqual([
      'batch_input/batch_0.jsonl',
      `batch_output/batch_result_${batch}.jsonl`,
      `batch_output/submission_${batch}.json`,
      'job.json',
      'results/ledger.csv',
      'results/rows.csv',
      expect.stringMatching(/^source\/\w+\.csv$/),
    ]);
    const sent = files.get('batch_input/batch_0.jsonl')!.toString().trim().split('\n');
    const answered = files.get(`batch_output/batch_result_${batch}.jsonl`)!.toString().trim().split('\n');
    const idOf = (line: string) => JSON.parse(line).custom_id;
    expect(answered.map(idOf).toSorted()).toEqual(sent.map(idOf).toSorted());
    expect(JSON.parse(files.get('job.json')!.toString())).toMatchObject({ format: 'rowmill-job', version: 1, job: { id: jobId } });
  });
}

for (const place of [OPENAI, ANTHROPIC]) {
  for (const sample of ['reviews', 'news']) {
    test(`@job ${place.name}: the ${sample} as one's own table, from file to bundle`, async ({ page }) => {
      const folder = join(import.meta.dirname, '../public/samples');
      const { question } = JSON.parse(readFileSync(join(folder, `${sample}.recipe.json`), 'utf8'));
      await fillNewJob(page, {
        place,
        file: join(folder, `${sample}.csv`),
        instructions: question.instructions,
        schema: JSON.stringify(question.schema),
      });
      const jobId = await prepare(page);
      await submit(page);
      await waitForState(page, 'Finished');
      const rows = await downloadCsv(page);
      expect(tally(rows)).toEqual({ ok: rows.length });
      expect(rows.every((row) => row._model!.startsWith(place.model))).toBe(true);
      const files = await downloadBundle(page, jobId);
      expect([...files.keys()]).toEqual(expect.arrayContaining(place.files(rows[0]!._batch_id!)));
      const sent = place.requests(files, 0).map((request) => request.custom_id);
      const answered = files
        .get(place.results(rows[0]!._batch_id!))!
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).custom_id);
      expect(answered.toSorted()).toEqual(sent.toSorted());
      const ids = place.requests(files, 0).flatMap((request) => request.rows.map((row) => row.input_id));
      expect(ids.toSorted()).toEqual(rows.map((row) => row.id!).toSorted());
    });
  }
}
