import type { Delimiter, Encoding } from '#lib/core/dataset';
import type { FormatChoice } from '#lib/core/import-outcome';
import type { Trouble } from '#lib/core/job';
import { byteOrderMark, looksBinary, utf16ByZeros } from './encoding.ts';
import { foreignFile } from './file-kind.ts';
import { findDelimiter } from './find-delimiter.ts';
import { binaryFile, emptyFile } from './troubles.ts';

export interface FoundFormat {
  encoding: Encoding;
  delimiter: Delimiter;
  /** Bytes of the byte order mark, 0 without one. */
  markBytes: number;
  /** UTF-8 by assumption only: a bad byte proves it wrong. A mark or a person's choice stands. */
  assumed: boolean;
}

export type FormatOutcome = { ok: true; format: FoundFormat } | { ok: false; trouble: Trouble };

/** How to read a file, from a sample of its first bytes and what a person insists on; trouble where it is no table. */
export function findFormat(sample: Uint8Array, name: string, choice: FormatChoice): FormatOutcome {
  if (sample.length === 0) return { ok: false, trouble: emptyFile() };
  const foreign = foreignFile(sample, name);
  if (foreign) return { ok: false, trouble: foreign };
  const mark = byteOrderMark(sample);
  const markBytes = mark?.length ?? 0;
  const known = choice.encoding ?? mark?.encoding ?? utf16ByZeros(sample);
  const encoding = known ?? 'utf-8';
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(sample.subarray(markBytes), { stream: true });
  if (looksBinary(text)) return { ok: false, trouble: binaryFile() };
  const delimiter = choice.delimiter ?? findDelimiter(text);
  return { ok: true, format: { encoding, delimiter, markBytes, assumed: known === null } };
}
