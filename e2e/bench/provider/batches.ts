import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { seededRandom, shuffle } from '../random.ts';

const WRITE_CHARACTERS = 4_000_000;

export interface BenchBatch {
  id: string;
  inputFileId: string;
  createdAt: number;
  requests: number;
  metadata: unknown;
  /** File with its results, on this machine. */
  outputPath: string;
  /** Null until it is answered. */
  outputBytes: number | null;
  /** When the last byte of its results had gone out, in milliseconds since 1970; null before. */
  sentAt: number | null;
}

/**
 * Batches of a provider that hands nothing out before it is told to. It answers only once it is waited for: another provider would not
 * take this machine's processor while further batches are on their way to it.
 */
export class BenchBatches {
  readonly batches = new Map<string, BenchBatch>();
  readonly folder: string;
  readonly #waiting: (() => Promise<void>)[] = [];
  #isOpen = false;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Lets batches that are answered be seen as ended. */
  release(): void {
    this.#isOpen = true;
  }

  /** From now on batches stay open again, those that come as well. */
  hold(): void {
    this.#isOpen = false;
  }

  isEnded({ outputBytes }: BenchBatch): boolean {
    return this.#isOpen && outputBytes !== null;
  }

  /** Takes a file of requests, one JSON to a line. */
  create(inputPath: string, inputFileId: string, metadata: unknown, lineOf: (request: string) => string): BenchBatch {
    const id = `batch_bench${this.batches.size}`;
    const outputPath = join(this.folder, `${id}.jsonl`);
    const batch: BenchBatch = {
      id,
      inputFileId,
      createdAt: Date.now(),
      requests: 0,
      metadata,
      outputPath,
      outputBytes: null,
      sentAt: null,
    };
    this.batches.set(id, batch);
    this.#waiting.push(() => answer(batch, inputPath, lineOf));
    return batch;
  }

  /** Answers every batch made so far, one after another. */
  async answer(): Promise<void> {
    for (const next of this.#waiting.splice(0)) await next();
  }

  /** Streams a batch's results and notes when they had gone out. */
  send(batch: BenchBatch, response: ServerResponse, type: string): void {
    response.writeHead(200, { 'content-type': type, 'content-length': batch.outputBytes! });
    // Not when it is finished: whoever has read all of it may close the connection before that.
    response.once('close', () => (batch.sentAt = Date.now()));
    createReadStream(batch.outputPath, { highWaterMark: 1024 * 1024 }).pipe(response);
  }
}

async function answer(batch: BenchBatch, inputPath: string, lineOf: (request: string) => string): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(inputPath), crlfDelay: Infinity })) {
    if (line !== '') lines.push(lineOf(line));
  }
  batch.requests = lines.length;
  shuffle(lines, seededRandom(lines.length));
  const file = await open(batch.outputPath, 'w');
  let held = '';
  for (const line of lines) {
    held += `${line}\n`;
    if (held.length < WRITE_CHARACTERS) continue;
    await file.write(held);
    held = '';
  }
  await file.write(held);
  await file.close();
  batch.outputBytes = (await stat(batch.outputPath)).size;
}
