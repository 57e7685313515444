import * as fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { permutation } from '#lib/core/permutation';
import type { RowOrder } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { questionFor, recipeFor } from '#lib/parity/job.fixture';
import { tableOf } from '#lib/parity/table.fixture';
import { packPlan } from './build.ts';
import { orderedRows } from './ordered-rows.ts';
import { packParts, type PackedPart } from './pack.ts';
import { judgeAll, Selector } from './selection.ts';

vi.mock('#lib/storage/datasets', () => import('#lib/parity/table.fixture'));

const ROWS_PER_REQUEST = 3;
const REQUESTS_PER_BATCH = 2;
const text = fc.oneof(
  fc.constantFrom('', ' ', 'a"b', '\r\n', '\\', '\u0000', '\ud800', '\udfff', '😀', 'é', '\ufeff', '\ufffd'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const order = fc.oneof(
  fc.constant<RowOrder>({ kind: 'source' }),
  fc.integer({ min: 0, max: 99 }).map((seed): RowOrder => ({ kind: 'shuffled', seed })),
);
const tables = fc.array(fc.record({ id: fc.oneof(text, fc.constantFrom('x', 'y')), text, isWanted: fc.boolean() }), { maxLength: 20 });

it('makes the files that plain strings make, whatever the texts, the order and the rows wanted', async () => {
  await fc.assert(
    fc.asyncProperty(tables, order, fc.constantFrom('skip', 'number'), async (rows, sent, duplicateIds) => {
      const table = tableOf(
        ['id', 'text'],
        rows.map((row) => [row.id, row.text]),
      );
      const recipe = recipeFor(questionFor('openai'), {
        order: sent,
        duplicateIds: duplicateIds as 'skip' | 'number',
        rowsPerRequest: ROWS_PER_REQUEST,
        requestsPerBatch: REQUESTS_PER_BATCH,
      });
      const plan = packPlan(recipe, '/v1/x', 'job', null, 0);
      const newSelector = () => new Selector(table, recipe.question, recipe.sending, plan);
      const isWanted = (row: number) => rows[row]!.isWanted;
      const parts: PackedPart[] = [];
      for await (const part of packParts(orderedRows({ selector: newSelector(), isWanted }, sent), plan)) parts.push(part);

      const { reasons, renamed } = await judgeAll(newSelector());
      const out = rows.flatMap((row, n) => (!reasons[n] && row.isWanted ? [{ row: n, id: renamed.get(n) ?? row.id, text: row.text }] : []));
      const inOrder = sent.kind === 'source' ? out : [...permutation(out.length, sent.seed)].map((place) => out[place]!);
      const write = rowWriter(['text']);
      const requests = Array.from({ length: Math.ceil(inOrder.length / ROWS_PER_REQUEST) }, (_, i) =>
        inOrder.slice(i * ROWS_PER_REQUEST, (i + 1) * ROWS_PER_REQUEST),
      );
      const files = Array.from({ length: Math.ceil(requests.length / REQUESTS_PER_BATCH) }, (_, k) =>
        requests.slice(k * REQUESTS_PER_BATCH, (k + 1) * REQUESTS_PER_BATCH).map((group, i) =>
          packRequest(
            plan.frame,
            `job-${k}-${i}`,
            group.map((row) => write(row.id, [row.text])),
          ),
        ),
      );
      expect(await Promise.all(parts.map(({ file }) => file.text()))).toEqual(files.map((lines) => `${lines.join('\n')}\n`));
      expect(parts.flatMap(({ index }) => index.ids)).toEqual(inOrder.map(({ id }) => id));
      expect(parts.flatMap(({ index }) => [...index.rows])).toEqual(inOrder.map(({ row }) => row));
    }),
    { numRuns: 300 },
  );
});

it.each<[RowOrder, number[]]>([
  [{ kind: 'source' }, [3, 6, 7]],
  [{ kind: 'shuffled', seed: 1 }, [1, 2, 2, 3, 4, 4, 7]],
])('tells how far it is (%j)', async (sent, steps) => {
  const table = tableOf(
    ['id', 'text'],
    Array.from({ length: 9 }, (_, n) => [`r${n}`, 'text']),
  );
  const recipe = recipeFor(questionFor('openai'), { rows: { kind: 'first', rows: 7 }, order: sent });
  const selector = new Selector(table, recipe.question, recipe.sending, { contentCharacters: 1000, tokens: null });
  const seen: number[] = [];
  let rows = 0;
  const told = orderedRows({ selector, onRows: (done) => void seen.push(done) }, sent);
  for await (const block of told) rows += block.rows.length;
  expect(rows).toBe(7);
  expect(seen).toEqual(steps);
});
