import type { PartUsage, ResultPack } from '#lib/core/job';
import type { Json } from '#lib/core/json';
import type { ModelPrices } from '#lib/core/models/facts';
import { reconcile } from '#lib/core/reconcile';
import type { ProviderName } from '#lib/core/recipe';
import type { DecodedResponse } from '#lib/core/response';
import { stateCode } from '#lib/core/row-state';
import { codecOf } from '#lib/providers/registry';
import { putResultPacks } from '#lib/storage/ledgers';
import { AnswerPacker } from './pack-answers.ts';
import { charge, noUsage } from './part-usage.ts';
import { validatorOf } from './sent-schema.ts';

/** All that is needed to read a segment's responses, wherever that is done. */
export interface SegmentTask {
  jobId: string;
  k: number;
  /** Number of the segment's first row among the part's answers, from 0. */
  first: number;
  bytes: Blob;
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
}

/** Reads a segment and stores its packs. `misread`: a line is not the response it was taken for. */
export type ReadSegment = (task: SegmentTask) => Promise<SegmentResult | 'misread'>;

const isFailure = ({ outcome }: DecodedResponse) => outcome === 'failed' || outcome === 'expired' || outcome === 'cancelled';

/** Decodes, joins and validates the responses of a segment. Pure. */
export function decodeSegment(
  bytes: Uint8Array<ArrayBuffer>,
  task: Omit<SegmentTask, 'bytes'>,
): { result: SegmentResult; packs: ResultPack[] } | 'misread' {
  const { decode, errorFile } = codecOf(task.provider);
  const validate = validatorOf(task.schema);
  const text = new TextDecoder();
  const states = new Uint8Array(task.ids.length);
  const usage = noUsage(task.prices !== null);
  const fields = new Set<string>();
  const failed: BlobPart[] = [];
  const packer = new AnswerPacker(task, task.first);
  for (const [response, customId] of task.customIds.entries()) {
    const line = bytes.subarray(task.offsets[response]!, task.offsets[response]! + task.lengths[response]!);
    const decoded = decode(text.decode(line));
    if (decoded.customId !== customId) return 'misread';
    const from = task.starts[response]!;
    const { slots, values } = reconcile(decoded, task.ids.slice(from, task.starts[response + 1]!), validate);
    let lost = 0;
    for (const { slot, state, valueJson, note } of slots) {
      states[from + slot] = stateCode(state);
      packer.add({ value: valueJson, note, model: decoded.model ?? '' });
      if (state !== 'ok') lost++;
    }
    for (const value of values) if (value) for (const name of Object.keys(value)) if (name !== 'input_id') fields.add(name);
    if (decoded.usage) charge(usage, decoded.usage, lost / slots.length, task.prices);
    if (errorFile === 'derived' && isFailure(decoded)) failed.push(line, '\n');
  }
  const result = { states, usage, fields: [...fields], failed: failed.length > 0 ? new Blob(failed) : null };
  return { result, packs: packer.finish() };
}

export const readSegment: ReadSegment = async ({ bytes, ...task }) => {
  const read = decodeSegment(new Uint8Array(await bytes.arrayBuffer()), task);
  if (read === 'misread') return read;
  await putResultPacks(read.packs);
  return read.result;
};
