import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readLines } from './lines.ts';

async function linesOf(content: string): Promise<{ text: string; number: number }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lines-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'x'), content);
  const lines: { text: string; number: number }[] = [];
  for await (const line of readLines(join(folder, 'x'))) lines.push(line);
  return lines;
}

test('lines end at LF alone, with numbers from 1', async () => {
  expect(await linesOf('a\r\n\nb\u2028c\rd')).toEqual([
    { text: 'a', number: 1 },
    { text: '', number: 2 },
    { text: 'b\u2028c\rd', number: 3 },
  ]);
  expect(await linesOf('')).toEqual([]);
  expect(await linesOf('\n')).toEqual([{ text: '', number: 1 }]);
});

test('characters and line ends across reads stay whole', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => '🙂ä'.repeat(10_000 + i));
  expect((await linesOf(lines.join('\r\n'))).map((line) => line.text)).toEqual(lines);
});
