import type { ProviderName } from '#lib/core/recipe';
import { decodeSlab, readSlab } from './slabs.ts';
import { clear, get, put } from './store.ts';
import { Stopwatch } from './stopwatch.ts';

const PACK_ROWS = 5_000;
const LF = 10;

const LEDGER_TIMES = ['storeOutput', 'readOutput', 'decode', 'parseLines', 'parseContents', 'storePacks'] as const;
type LedgerTimes = Record<(typeof LEDGER_TIMES)[number], number>;

type Answer = Record<string, unknown>;
/** Values of an answer's fields, a list for each field. */
export type Pack = Record<string, unknown[]>;

interface OpenAIOutput {
  response: { body: { choices: { message: { content: string } }[] } };
}

interface AnthropicOutput {
  result: { message: { content: { text?: string; input?: { all_results: Answer[] } }[] } };
}

async function stored(file: File, key: number): Promise<Blob> {
  await put('outputs', key, file);
  return (await get<Blob>('outputs', key))!;
}

/** Seconds of keeping a file of results and finding its lines, and nothing else. */
export async function indexAnswers(file: File): Promise<number> {
  await clear('outputs');
  const startedAt = performance.now();
  const reader = (await stored(file, 0)).stream().getReader();
  for (let isDone = false; !isDone;) {
    const chunks: Uint8Array[] = [];
    isDone = await readSlab(reader, chunks);
    chunks.forEach(countLines);
  }
  return (performance.now() - startedAt) / 1000;
}

function countLines(chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) lines++;
  return lines;
}

/** The rows of each answer, whose JSON is text inside the line's at one provider, and an object in it at the other. */
const ANSWERS: Record<ProviderName, (line: unknown) => Answer[]> = {
  openai: (line) => JSON.parse((line as OpenAIOutput).response.body.choices[0]!.message.content).all_results,
  anthropic: (line) => {
    const [{ input, text } = {}] = (line as AnthropicOutput).result.message.content;
    return (input ?? JSON.parse(text!)).all_results;
  },
};

/** Fields of rows in the order they come, stored in packs. */
class Packs {
  #open: Pack = {};
  #rows = 0;
  #first = 0;
  readonly #watch: Stopwatch<(typeof LEDGER_TIMES)[number]>;

  constructor(watch: Stopwatch<(typeof LEDGER_TIMES)[number]>) {
    this.#watch = watch;
  }

  async add(rows: Answer[]): Promise<void> {
    for (const row of rows) {
      for (const field in row) (this.#open[field] ??= []).push(row[field]);
      this.#rows++;
      if (this.#rows === PACK_ROWS) await this.store();
    }
  }

  async store(): Promise<void> {
    if (this.#rows === 0) return;
    const pack = this.#open;
    await this.#watch.wait('storePacks', () => put('packs', this.#first, pack));
    this.#first += this.#rows;
    this.#rows = 0;
    this.#open = {};
  }
}

/**
 * What the whole ledger cannot do without, each part alone, over all files of results; and `pass`: the seconds all but the
 * storing of the files took from beginning to end, which is a bare pass that parses and packs. Packs stay for what comes after.
 */
export async function readAnswers(files: File[], provider: ProviderName): Promise<{ alone: LedgerTimes; pass: number }> {
  await clear('outputs', 'packs');
  const watch = new Stopwatch(LEDGER_TIMES);
  const blobs: Blob[] = [];
  for (const [key, file] of files.entries()) blobs.push(await watch.wait('storeOutput', () => stored(file, key)));
  const startedAt = performance.now();
  const packs = new Packs(watch);
  for (const blob of blobs) await readOutput(blob, provider, watch, packs);
  await packs.store();
  return { alone: watch.seconds, pass: (performance.now() - startedAt) / 1000 };
}

async function readOutput(
  blob: Blob,
  provider: ProviderName,
  watch: Stopwatch<(typeof LEDGER_TIMES)[number]>,
  packs: Packs,
): Promise<void> {
  const reader = blob.stream().getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let isDone = false; !isDone;) {
    const chunks: Uint8Array[] = [];
    isDone = await watch.wait('readOutput', () => readSlab(reader, chunks));
    text += watch.time('decode', () => decodeSlab(decoder, chunks));
    const end = text.lastIndexOf('\n') + 1;
    const lines = text.slice(0, end).split('\n').slice(0, -1);
    text = text.slice(end);
    const parsed = watch.time('parseLines', () => lines.map((line): unknown => JSON.parse(line)));
    const answers = watch.time('parseContents', () => parsed.map(ANSWERS[provider]));
    for (const rows of answers) await packs.add(rows);
  }
}
