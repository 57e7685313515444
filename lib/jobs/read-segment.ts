import type { PartUsage } from '#lib/core/job';
import type { Json, JsonObject } from '#lib/core/json';
import type { ModelPrices } from '#lib/core/models/facts';
import { reconcile, type SlotOutcome } from '#lib/core/reconcile';
import type { ProviderName } from '#lib/core/recipe';
import type { DecodedResponse } from '#lib/core/response';
import { stateCode } from '#lib/core/row-state';
import type { RowValidator } from '#lib/core/row-validator';
import type { ProviderCodec } from '#lib/providers/provider';
import { codecOf } from '#lib/providers/registry';
import { packAnswers, type PackedAnswers } from '#lib/storage/pack-record';
import { AnswerPacker } from './pack-answers.ts';
import { charge, noUsage } from './part-usage.ts';
import { validatorOf } from './sent-schema.ts';

/** All that is needed to read a segment's responses, wherever that is done. */
export interface SegmentTask {
  jobId: string;
  k: number;
  /** Number of the segment's first row among the part's answers, from 0. */
  first: number;
  bytes: Blob | Uint8Array<ArrayBuffer>;
  /** Place of each response's line in `bytes`. */
  offsets: Uint32Array;
  lengths: Uint32Array;
  customIds: string[];
  /** First of each response's rows in `ids`, and one past the last: one value more than there are responses. */
  starts: Uint32Array;
  ids: string[];
  provider: ProviderName;
  schema: Json | null;
  /** Null: the model's price is unknown, or nothing is paid. */
  prices: ModelPrices | null;
}

export interface SegmentResult {
  /** Index into ROW_STATES for each of `ids`. */
  states: Uint8Array;
  usage: PartUsage;
  /** Names of extracted fields in order of first appearance. */
  fields: string[];
  /** Lines of requests that failed, where the provider has no file of its own for them; null: none. */
  failed: Blob | null;
  /** The answers, where they will lie counted from the first of `bytes`. */
  answers: PackedAnswers;
}

/** Reads a segment. `misread`: a line is not the response it was taken for. */
export type ReadSegment = (task: SegmentTask) => Promise<SegmentResult | 'misread'>;

const isFailure = ({ outcome }: DecodedResponse) => outcome === 'failed' || outcome === 'expired' || outcome === 'cancelled';

type Decoding = Omit<SegmentTask, 'bytes'>;

/**
 * Decodes, joins and validates a segment's responses one by one. Each step is a method of its own: one long loop around all
 * of them is compiled again and again while it runs, which takes longer than running it.
 */
class SegmentDecoder {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #task: Decoding;
  readonly #codec: ProviderCodec;
  readonly #validate: RowValidator | null;
  readonly #text = new TextDecoder();
  readonly #states: Uint8Array;
  readonly #usage: PartUsage;
  readonly #fields = new Set<string>();
  readonly #failed: BlobPart[] = [];
  readonly #packer: AnswerPacker;

  constructor(bytes: Uint8Array<ArrayBuffer>, task: Decoding) {
    this.#bytes = bytes;
    this.#task = task;
    this.#codec = codecOf(task.provider);
    this.#validate = validatorOf(task.schema);
    this.#states = new Uint8Array(task.ids.length);
    this.#usage = noUsage(task.prices !== null);
    this.#packer = new AnswerPacker(task, task.first);
  }

  /** False: the line is not that of this response. */
  read(response: number): boolean {
    const { offsets, lengths, customIds } = this.#task;
    const line = this.#bytes.subarray(offsets[response]!, offsets[response]! + lengths[response]!);
    const decoded = this.#codec.decode(this.#text.decode(line));
    if (decoded.customId !== customIds[response]) return false;
    this.#join(decoded, response);
    if (this.#codec.errorFile === 'derived' && isFailure(decoded)) this.#failed.push(line, '\n');
    return true;
  }

  #join(decoded: DecodedResponse, response: number): void {
    const { starts, ids, prices } = this.#task;
    const from = starts[response]!;
    const { slots, values } = reconcile(decoded, ids.slice(from, starts[response + 1]!), this.#validate);
    let lost = 0;
    for (const slot of slots) {
      this.#keep(slot, from, decoded.model ?? '');
      if (slot.state !== 'ok') lost++;
    }
    for (const value of values) if (value) this.#noteFields(value);
    if (decoded.usage) charge(this.#usage, decoded.usage, lost / slots.length, prices);
  }

  #keep({ slot, state, valueJson, note }: SlotOutcome, from: number, model: string): void {
    this.#states[from + slot] = stateCode(state);
    this.#packer.add({ value: valueJson, note, model });
  }

  #noteFields(value: JsonObject): void {
    for (const name of Object.keys(value)) if (name !== 'input_id') this.#fields.add(name);
  }

  finish(): SegmentResult {
    const failed = this.#failed.length > 0 ? new Blob(this.#failed) : null;
    const answers = packAnswers(this.#packer.finish());
    return { states: this.#states, usage: this.#usage, fields: [...this.#fields], failed, answers };
  }
}

/** Decodes, joins and validates the responses of a segment. Pure. */
export function decodeSegment(bytes: Uint8Array<ArrayBuffer>, task: Decoding): SegmentResult | 'misread' {
  const decoder = new SegmentDecoder(bytes, task);
  for (let response = 0; response < task.customIds.length; response++) if (!decoder.read(response)) return 'misread';
  return decoder.finish();
}

export const readSegment: ReadSegment = async ({ bytes, ...task }) =>
  decodeSegment(bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes, task);
