import type { Part, PartIndex, PartUsage } from '#lib/core/job';
import { settleRows } from '#lib/core/ledger';
import { transition } from '#lib/core/part-machine';
import { stateCode } from '#lib/core/row-state';
import { db } from '#lib/storage/db';
import { changeLedger, putAnswers } from '#lib/storage/ledgers';
import { packAnswers, type PackedAnswers, type PackRecord } from '#lib/storage/pack-record';
import { AnswerPacker } from './pack-answers.ts';
import { addTokens, addUsage, NO_TOKENS, noUsage } from './part-usage.ts';
import type { SegmentResult } from './read-segment.ts';
import type { Segment } from './segments.ts';
import type { Silence } from './silent-requests.ts';
import { SlabFile, type WholeFile } from './slab-file.ts';
import { filesWork } from './files-work.ts';

/** Between two writes of the ledger while a part is read; more where a write of a large ledger takes long. */
const COMMIT_MS = 2000;
const COMMIT_SHARE = 10;

/**
 * Gathers what became of a part's rows, segment by segment, and writes it to the ledger: now and then while it goes, and
 * as a whole with the part's own state at the end. Answers gather in a file that is on the disk before the ledger points at them; each
 * write of the ledger has one of its own.
 */
export class PartResults {
  readonly #part: Part;
  readonly #index: PartIndex;
  readonly #states: Uint8Array;
  readonly #refs: Uint32Array;
  readonly #fields: Set<string>;
  readonly #failed: Blob[] = [];
  readonly #usage: PartUsage;
  #file = new SlabFile(filesWork());
  #packs: PackRecord[] = [];
  #nextCommitAt: number;
  #mayWrite = false;
  /** Number of the next answer. */
  #next = 0;

  /**
   * `fields`: columns that stand before those that appear in the answers. `isFirst`: the job has nothing to show yet, so
   * that its first answers are written at once; all others can then be shown from where they lie.
   */
  constructor(part: Part, index: PartIndex, fields: readonly string[], { isPriced, isFirst }: { isPriced: boolean; isFirst: boolean }) {
    this.#nextCommitAt = isFirst ? 0 : Date.now() + COMMIT_MS;
    this.#part = part;
    this.#index = index;
    this.#states = new Uint8Array(index.rows.length);
    this.#refs = new Uint32Array(index.rows.length);
    this.#fields = new Set(fields);
    this.#usage = noUsage(isPriced);
  }

  /** The part's responses are known to be all there: from here on what is gathered may be written. */
  mayWrite(): void {
    this.#mayWrite = true;
  }

  /** Lines of requests that failed; null: none. */
  get failed(): Blob | null {
    return this.#failed.length > 0 ? new Blob(this.#failed) : null;
  }

  /** True: with this, the job has its first rows. */
  async add(segment: Segment, { states, fields, usage, failed, answers }: SegmentResult): Promise<boolean> {
    let read = 0;
    for (const request of segment.requests) {
      for (let slot = this.#index.starts[request]!; slot < this.#index.starts[request + 1]!; slot++) this.#settle(slot, states[read++]!);
    }
    for (const name of fields) this.#fields.add(name);
    addUsage(this.#usage, usage);
    if (failed) this.#failed.push(failed);
    this.#keep(answers);
    await this.#file.settled();
    const begunAt = Date.now();
    if (!this.#mayWrite || begunAt < this.#nextCommitAt) return false;
    const isFirst = this.#nextCommitAt === 0;
    await this.#commit();
    const endedAt = Date.now();
    this.#nextCommitAt = endedAt + Math.max(COMMIT_MS, COMMIT_SHARE * (endedAt - begunAt));
    return isFirst;
  }

  /** Settles requests that got no line. */
  async addSilent(file: Uint8Array, silenceOf: (request: number) => Silence): Promise<void> {
    const packer = new AnswerPacker(this.#part, this.#next);
    for (let request = 0; request < file.length; request++) {
      if (file[request]) continue;
      const { state, note } = silenceOf(request);
      for (let slot = this.#index.starts[request]!; slot < this.#index.starts[request + 1]!; slot++) {
        this.#settle(slot, stateCode(state));
        packer.add({ value: '', note, model: '' });
      }
    }
    this.#keep(packAnswers(packer.finish()));
  }

  /** The part is read: its rows, its usage and its state in one. */
  async finish(): Promise<void> {
    const { jobId, k, isBrought } = this.#part;
    const usage = this.#usage;
    // What was collected elsewhere was collected, and cost, what it did then.
    const { collectedAt } = this.#part;
    const before = isBrought && collectedAt !== null ? { collectedAt, usage: this.#part.usage ?? usage } : {};
    await this.#commit(async () => {
      const change = transition(this.#part, { type: 'collected', at: Date.now() });
      if (change) await db.parts.update([jobId, k], { ...change, usage, ...before });
    });
  }

  /** Lets go of answers the ledger does not point at. A file that cannot go now goes with those nobody names. */
  async drop(): Promise<void> {
    await this.#file.drop().catch(() => {});
  }

  #keep({ records, bytes }: PackedAnswers): void {
    const from = this.#file.bytes;
    this.#file.write(bytes);
    for (const pack of records) this.#packs.push({ ...pack, at: from + pack.at });
  }

  #settle(slot: number, state: number): void {
    this.#states[slot] = state;
    this.#refs[slot] = ++this.#next;
  }

  async #commit(ending?: () => Promise<void>): Promise<void> {
    const [file, packs] = [await this.#file.whole(), this.#packs];
    await this.#write(file, packs, ending);
    [this.#file, this.#packs] = [new SlabFile(filesWork()), []];
  }

  async #write(file: WholeFile, packs: PackRecord[], ending?: () => Promise<void>): Promise<void> {
    const { jobId, k } = this.#part;
    await changeLedger(
      jobId,
      (ledger, job) => {
        settleRows(ledger, this.#index.rows, k, { states: this.#states, refs: this.#refs });
        job.extracted = [...new Set([...job.extracted, ...this.#fields])];
        if (ending) addTokens((job.usage ??= { ...NO_TOKENS }), this.#usage.all);
      },
      async () => {
        if (packs.length > 0) await putAnswers(this.#part, file, packs);
        await ending?.();
      },
    );
  }
}
