import { expect, it } from 'vitest';
import { ExportMeter, type ExportProgress } from './export-meter.ts';

function metered(size: ConstructorParameters<typeof ExportMeter>[0]) {
  const told: ExportProgress[] = [];
  const meter = new ExportMeter(size, (progress) => told.push(progress));
  const tell = () => {
    meter.tell();
    return told.at(-1)!;
  };
  return { meter, tell };
}

it('goes by the pass over the rows where only rows are written', () => {
  const { meter, tell } = metered({ fileBytes: 0, rows: 10, rowBytes: 1 });
  const onPass = meter.pass(10);
  expect(tell()).toEqual({ share: 0, bytes: 0, rowsDone: 0, rowsTotal: 10 });
  onPass(4, 20);
  expect(tell()).toMatchObject({ share: 0.2, rowsDone: 0 });
  onPass(10, 20);
  meter.addRows(5, 400);
  meter.addBytes(400);
  expect(tell()).toEqual({ share: 0.5, bytes: 400, rowsDone: 5, rowsTotal: 10 });
});

it('adds bytes of files and rows of several jobs, and ends at the whole however wrong the guess was', () => {
  const { meter, tell } = metered({ fileBytes: 600, rows: 10, rowBytes: 200 });
  meter.addBytes(600);
  expect(tell().share).toBe(0.75);
  meter.pass(6)(1, 1);
  expect(tell().share).toBeCloseTo(0.9);
  meter.pass(4)(0, 0);
  meter.addRows(10, 900);
  meter.addBytes(900);
  expect(tell()).toEqual({ share: 1, bytes: 1500, rowsDone: 10, rowsTotal: 10 });
});

it('is done where there is nothing to write', () => {
  expect(metered({ fileBytes: 0, rows: 0, rowBytes: 0 }).tell().share).toBe(1);
});
