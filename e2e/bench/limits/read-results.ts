import type { Pack } from './read-answers.ts';
import { records, type Page } from './store.ts';
import { Stopwatch } from './stopwatch.ts';

const NEEDLE = 'nowhere to be found';

const TIMES = ['readPages', 'readPacks', 'match', 'parse', 'sort', 'join', 'encode'] as const;
export type ResultTimes = Record<(typeof TIMES)[number], number>;

/** The answers of a pack as JSON text, one to a row. */
function jsonTexts(pack: Pack): string[] {
  const fields = Object.entries(pack);
  return fields[0]![1].map((_, row) => JSON.stringify(Object.fromEntries(fields.map(([name, values]) => [name, values[row]]))));
}

const isFound = (text: string) => text.toLowerCase().includes(NEEDLE);
const cellOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function csvOf(columns: string[][]): string {
  return columns[0]!.map((_, row) => columns.map((column) => quoted(column[row]!)).join(',')).join('\n');
}

function sorted(keys: string[]): Uint32Array {
  const rows = Uint32Array.from(keys, (_, row) => row);
  return rows.sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
}

/** What looking through stored pages and answers cannot do without, each part alone: searching, sorting by a field, writing CSV. */
export async function readResults(): Promise<ResultTimes> {
  const watch = new Stopwatch(TIMES);
  const pieces: Blob[] = [];
  const write = (columns: string[][]) => {
    const text = watch.time('join', () => csvOf(columns));
    watch.time('encode', () => pieces.push(new Blob([text])));
  };
  for await (const { columns } of timed(watch, 'readPages', records<Page>('pages'))) {
    watch.time('match', () => columns.flat().filter(isFound));
    write(columns);
  }
  const keys: string[] = [];
  for await (const pack of timed(watch, 'readPacks', records<Pack>('packs'))) {
    const texts = jsonTexts(pack);
    watch.time('match', () => texts.filter(isFound));
    const answers = watch.time('parse', () => texts.map((text): Record<string, unknown> => JSON.parse(text)));
    for (const answer of answers) keys.push(cellOf(answer.sentiment));
    const columns = Object.keys(pack).map((name) => answers.map((answer) => cellOf(answer[name])));
    write(columns);
  }
  watch.time('sort', () => sorted(keys));
  return watch.seconds;
}

async function* timed<T>(
  watch: Stopwatch<(typeof TIMES)[number]>,
  name: (typeof TIMES)[number],
  values: AsyncGenerator<T>,
): AsyncGenerator<T> {
  for (;;) {
    const { done, value } = await watch.wait(name, () => values.next());
    if (done) return;
    yield value;
  }
}

/** Seconds of copying every stored file of the job into one Blob. */
export async function copyFiles(): Promise<{ copy: number }> {
  const startedAt = performance.now();
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const store of ['table', 'requests', 'outputs'] as const) {
      for await (const blob of records<Blob>(store)) yield* chunksOf(blob);
    }
  }
  const from = bytes();
  const stream = new ReadableStream<Uint8Array<ArrayBufferLike>>({
    async pull(controller) {
      const { done, value } = await from.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
  return { copy: (performance.now() - startedAt) / 1000 };
}

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
