import type { RequestRoom } from '#lib/core/estimate/request-room';
import { GrowingBytes } from '#lib/core/growing-bytes';
import type { PartIndex } from '#lib/core/job';
import { Numbers } from '#lib/core/numbers';
import type { RequestFrame } from '#lib/core/request-frame';
import type { RowBlock } from '#lib/core/row-block';
import { PartFile, type FinishedFile, type PartSink } from './part-file.ts';
import type { TokenLimit } from './token-limit.ts';

export interface PackPlan {
  frame: RequestFrame;
  customId(k: number, i: number): string;
  /** Number of the first file written. */
  firstK: number;
  rowsPerRequest: number;
  requestsPerBatch: number;
  bytesPerBatch: number;
  /** Most characters the rows of one request may take together. */
  contentCharacters: number;
  /** What the model reads at once; null where that is not known. */
  tokens: TokenLimit | null;
}

interface PartContents {
  k: number;
  bytes: number;
  requests: number;
  index: Omit<PartIndex, 'jobId' | 'k'>;
}

/** A part that is full. `whole`: its file, once all of it is written; where that fails, nothing of it is left. */
export interface FullPart extends PartContents {
  whole: Promise<FinishedFile>;
}

export interface PackedPart extends PartContents, FinishedFile {}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const COMMA = encoder.encode(',');
const COMMA_BYTE = COMMA[0]!;

type FrameBytes = Record<keyof RequestFrame, Uint8Array<ArrayBuffer>>;

function frameBytes(frame: RequestFrame): FrameBytes {
  return Object.fromEntries(Object.entries(frame).map(([name, text]) => [name, encoder.encode(text)])) as FrameBytes;
}

/** Rows of one request as they gather, and whether one more fits. */
class OpenRequest {
  readonly rows = new Numbers();
  ids: string[] = [];
  /** Bytes of the rows, and of the commas between them. */
  length = 0;
  /** Rows of blocks before, and of this one up to the run, if there are any. */
  readonly #text = new GrowingBytes();
  #hasText = false;
  /** Rows that stand side by side in the block, commas and all: they are copied in one piece. */
  #run: Uint8Array<ArrayBuffer> | null = null;
  #runStart = 0;
  #runEnd = 0;
  /** Where each row ends. */
  readonly #ends = new Numbers();
  #characters = 0;
  #room: RequestRoom | null = null;
  readonly #plan: PackPlan;

  constructor(plan: PackPlan) {
    this.#plan = plan;
  }

  add(block: RowBlock, n: number): void {
    const start = block.starts[n]!;
    const end = block.ends[n]!;
    const isNext = this.#run && start === this.#runEnd + 1 && block.bytes[this.#runEnd] === COMMA_BYTE;
    if (!isNext) {
      this.endRun();
      this.#run = block.bytes;
      this.#runStart = start;
    }
    this.#runEnd = end;
    this.length += (this.rows.length > 0 ? COMMA.length : 0) + end - start;
    this.rows.push(block.rows[n]!);
    this.ids.push(block.ids[n]!);
    this.#ends.push(this.length);
    this.#characters += block.characters[n]!;
  }

  /** Takes the rows of the block into memory of its own, before the block goes. */
  endRun(): void {
    if (!this.#run) return;
    if (this.#hasText) this.#text.add(COMMA);
    this.#text.add(this.#run, this.#runStart, this.#runEnd);
    this.#hasText = true;
    this.#run = null;
  }

  writeTo(sink: PartSink): void {
    if (this.#run && !this.#hasText) return sink.write(this.#run.subarray(this.#runStart, this.#runEnd));
    this.endRun();
    sink.write(this.#text.bytes, this.#text.length);
  }

  /** A first row always fits: what is too long by itself was left out before. Null: only counting its tokens can tell. */
  fits(block: RowBlock, n: number): boolean | null {
    const { rowsPerRequest, contentCharacters, tokens } = this.#plan;
    const characters = this.#characters + block.characters[n]!;
    if (this.rows.length === 0) return true;
    if (this.rows.length === rowsPerRequest || characters > contentCharacters) return false;
    return !tokens || tokens.isSafe(this.rows.length + 1, characters) || null;
  }

  /** From the first time on, rows are counted one by one, those that were there before first. */
  async fitsByCount(block: RowBlock, n: number): Promise<boolean> {
    if (!this.#room) {
      this.#room = await this.#plan.tokens!.room();
      this.endRun();
      let start = 0;
      for (const end of this.#ends.view()) {
        this.#room.take(decoder.decode(this.#text.bytes.subarray(start, end)));
        start = end + COMMA.length;
      }
    }
    return this.#room.take(decoder.decode(block.bytes.subarray(block.starts[n], block.ends[n])));
  }

  clear(): void {
    for (const list of [this.#text, this.rows, this.#ends]) list.clear();
    this.ids = [];
    this.length = 0;
    this.#hasText = false;
    this.#run = null;
    this.#characters = 0;
    this.#room = null;
  }
}

class OpenPart {
  readonly sink: PartSink;
  readonly #k: number;
  readonly #plan: PackPlan;
  readonly #frame: FrameBytes;
  readonly #id = new GrowingBytes();
  readonly #rows = new Numbers();
  readonly #ids: string[] = [];
  readonly #starts = new Numbers();
  readonly #offsets = new Numbers();

  constructor(k: number, plan: PackPlan, frame: FrameBytes, sink: PartSink) {
    this.#k = k;
    this.#plan = plan;
    this.#frame = frame;
    this.sink = sink;
    this.#starts.push(0);
    this.sink.write(frame.open);
  }

  get requests(): number {
    return this.#starts.length - 1;
  }

  /** Whether a request may go in here: the first always may. */
  takes({ length }: OpenRequest): boolean {
    if (this.requests === 0) return true;
    const { beforeId, afterId, end, separator, close } = this.#frame;
    const id = this.#plan.customId(this.#k, this.requests);
    const bytes = beforeId.length + id.length + afterId.length + length + end.length;
    return (
      this.requests < this.#plan.requestsPerBatch && this.sink.bytes + bytes + separator.length + close.length <= this.#plan.bytesPerBatch
    );
  }

  add(request: OpenRequest): void {
    const { separator, beforeId, afterId, end } = this.#frame;
    if (this.requests > 0) this.sink.write(separator);
    this.#offsets.push(this.sink.bytes);
    this.sink.write(beforeId);
    this.#id.clear();
    this.#id.addAscii(this.#plan.customId(this.#k, this.requests));
    this.sink.write(this.#id.bytes, this.#id.length);
    this.sink.write(afterId);
    request.writeTo(this.sink);
    this.sink.write(end);
    for (const row of request.rows.view()) this.#rows.push(row);
    for (const id of request.ids) this.#ids.push(id);
    this.#starts.push(this.#rows.length);
  }

  /** Nothing goes in any more. */
  close(): FullPart {
    this.#offsets.push(this.sink.bytes + this.#frame.separator.length);
    this.sink.write(this.#frame.close);
    const index = { rows: this.#rows.copy(), starts: this.#starts.copy(), offsets: this.#offsets.copy(), ids: this.#ids };
    const whole = this.#finish();
    // A failure is met when it is waited for.
    whole.catch(() => {});
    return { k: this.#k, bytes: this.sink.bytes, requests: this.requests, index, whole };
  }

  async #finish(): Promise<FinishedFile> {
    try {
      return await this.sink.finish();
    } catch (error) {
      await this.sink.drop();
      throw error;
    }
  }
}

/**
 * Packs rows into requests and requests into files, in the order they come. A request ends before it outgrows the plan, a file at
 * `requestsPerBatch` requests or before `bytesPerBatch` bytes. Only one file is filled at a time, and a full one is given at once: what is
 * left of it to write can go on while the next one fills.
 */
export async function* fillParts(blocks: AsyncIterable<RowBlock>, plan: PackPlan, newSink: () => PartSink): AsyncGenerator<FullPart> {
  const frame = frameBytes(plan.frame);
  const newPart = (k: number) => new OpenPart(k, plan, frame, newSink());
  let k = plan.firstK;
  let part = newPart(k);
  let isClosed = false;
  const request = new OpenRequest(plan);
  /** Puts the open request into the open file, or into the next one; gives back a file that is full. */
  const place = (): OpenPart | null => {
    const full = part.takes(request) ? null : part;
    if (full) part = newPart(++k);
    part.add(request);
    request.clear();
    return full;
  };
  try {
    for await (const block of blocks) {
      for (let n = 0; n < block.rows.length; n++) {
        if (!(request.fits(block, n) ?? (await request.fitsByCount(block, n)))) {
          const full = place();
          if (full) yield full.close();
        }
        request.add(block, n);
      }
      request.endRun();
      await part.sink.settled();
    }
    const full = request.rows.length > 0 ? place() : null;
    if (full) yield full.close();
    isClosed = part.requests > 0;
    if (isClosed) yield part.close();
  } finally {
    if (!isClosed) await part.sink.drop();
  }
}

/** The same, each file written whole before the next one fills. */
export async function* packParts(
  blocks: AsyncIterable<RowBlock>,
  plan: PackPlan,
  newSink: () => PartSink = () => new PartFile(),
): AsyncGenerator<PackedPart> {
  for await (const { whole, ...part } of fillParts(blocks, plan, newSink)) yield { ...part, ...(await whole) };
}
