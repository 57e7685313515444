import { unpackColumn, type StoredColumn } from '#lib/core/column';
import { GrowingBytes } from '#lib/core/growing-bytes';
import type { ResultPack } from '#lib/core/job';
import { columnsOf, packColumns, type ShapedColumn } from './packed-columns.ts';

/** A pack as the database keeps it; its bytes lie `bytes` long from `at` on, in a file of answers once it is written to one. */
export interface PackRecord {
  jobId: string;
  k: number;
  first: number;
  rowCount: number;
  /** Values, and notes where any answer has one. */
  columns: ShapedColumn[];
  models: string[];
  /** Which of the models gave each answer; one number where all were given by one. */
  modelOf: Uint8Array | number;
  at: number;
  bytes: number;
}

/** A pack in a file of answers, which that key names. */
export interface FiledPack extends PackRecord {
  fileKey: string;
}

/** Packs up to version 2 of the database hold their texts themselves. */
export type StoredPack = FiledPack | ResultPack;

export const isFiled = (pack: object): pack is FiledPack => 'fileKey' in pack;

/** Packs as records, and their bytes one after another. */
export interface PackedAnswers {
  records: PackRecord[];
  bytes: Uint8Array<ArrayBuffer>;
}

const isOne = (numbers: Uint8Array) => numbers.every((number) => number === numbers[0]);

/** The records of packs, in their order, and the bytes they tell of. */
export function packAnswers(packs: readonly ResultPack[]): PackedAnswers {
  const out = new GrowingBytes();
  const records = packs.map(({ jobId, k, first, values, notes, models, modelOf }): PackRecord => {
    const at = out.length;
    const { shapes, pieces, bytes } = packColumns(notes.some((note) => note !== '') ? [values, notes] : [values]);
    for (const piece of pieces) out.add(piece);
    return {
      jobId,
      k,
      first,
      rowCount: values.length,
      columns: shapes,
      models,
      modelOf: isOne(modelOf) ? modelOf[0]! : modelOf,
      at,
      bytes,
    };
  });
  return { records, bytes: out.bytes.slice(0, out.length) };
}

/** A pack of its record and its bytes, as it is stored; no notes where no answer has one. */
export function storedAnswers(
  { jobId, k, first, rowCount, columns, models, modelOf }: PackRecord,
  buffer: ArrayBuffer,
): ResultPack<StoredColumn> {
  const [values, notes = []] = columnsOf(columns, rowCount, buffer);
  return {
    jobId,
    k,
    first,
    values: values!,
    notes,
    models,
    modelOf: typeof modelOf === 'number' ? new Uint8Array(rowCount).fill(modelOf) : modelOf,
  };
}

/** A pack with its answers as strings. */
export function unpackAnswers(pack: ResultPack<StoredColumn>): ResultPack {
  const [values, notes] = [unpackColumn(pack.values), unpackColumn(pack.notes)];
  return { ...pack, values, notes: notes.length > 0 ? notes : values.map(() => '') };
}
