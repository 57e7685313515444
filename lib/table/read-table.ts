import type { FormatChoice, ImportProgress } from '#lib/core/import-outcome';
import type { Trouble } from '#lib/core/job';
import { decodeText, lineOfByte, NotUtf8Error } from './decode-text.ts';
import { findFormat, type FoundFormat } from './find-format.ts';
import { describeProblems } from './row-problems.ts';
import { READ_LIMITS, RowReader, type ReadLimits, type RowFault } from './row-reader.ts';
import type { PageSink, ReadOutcome } from './table-page.ts';
import { TableWriter } from './table-writer.ts';
import { cellTooLong, emptyFile, noRows, unclosedQuote, unreadableFile } from './troubles.ts';

const SAMPLE_BYTES = 262_144;
/** Each word of how far it is is a message, and the page drawn anew. */
export const TELL_MS = 200;

interface Reading {
  file: Blob;
  sink: PageSink;
  onProgress: (progress: ImportProgress) => void;
  limits: ReadLimits;
}

/**
 * Reads a table file as a stream into pages, with memory that does not grow with the file. Encoding and delimiter are found from a
 * sample of its start unless chosen. UTF-8 is assumed until a byte proves it wrong; then the file is read again from its start as
 * Windows-1252, after `sink.restart()`. A chosen encoding, or one a byte order mark names, stands: bad bytes become U+FFFD.
 *
 * Outside quotes CR LF, LF and CR each end a row, in one file too; quoted cells keep their line breaks as written. Blank lines are no
 * rows, a line that is only `""` is one. Short rows are filled with empty cells, extra cells are joined to the last column.
 *
 * Expected failures come back as `ok: false`; a failed read of the file's bytes is one of them. Rejects with whatever the
 * sink throws.
 */
export async function readTable(
  file: Blob & { name?: string },
  choice: FormatChoice,
  sink: PageSink,
  onProgress: (progress: ImportProgress) => void,
  limits: ReadLimits = READ_LIMITS,
): Promise<ReadOutcome> {
  const reading: Reading = { file, sink, onProgress, limits };
  try {
    const sample = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
    const found = findFormat(sample, file.name ?? '', choice);
    return found.ok ? await readAs(reading, found.format) : found;
  } catch (error) {
    if (error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError')) {
      return failed(unreadableFile(error));
    }
    throw error;
  }
}

async function readAs(reading: Reading, format: FoundFormat): Promise<ReadOutcome> {
  try {
    return await readOnce(reading, format, null);
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    await reading.sink.restart();
    const line = await lineOfByte(reading.file, format.markBytes + error.offset);
    return readOnce(reading, { ...format, encoding: 'windows-1252', assumed: false }, line);
  }
}

async function readOnce(reading: Reading, format: FoundFormat, notUtf8Line: number | null): Promise<ReadOutcome> {
  const { sink, limits } = reading;
  const reader = new RowReader(format.delimiter, limits);
  const writer = new TableWriter(sink, format.delimiter, notUtf8Line !== null);
  const mark = reading.file.slice(0, format.markBytes);
  if (mark.size > 0) await sink.takeBytes?.(new Uint8Array(await mark.arrayBuffer()));
  const body = reading.file.slice(format.markBytes);
  const onRead = sink.takeBytes && ((piece: Uint8Array<ArrayBuffer>) => sink.takeBytes!(piece));
  let toldAt = Date.now();
  for await (const { text, bytes } of decodeText(body, format.encoding, format.assumed, limits.chunkBytes, onRead)) {
    const batch = reader.push(text);
    if (!batch) continue;
    const trouble = (await writer.write(batch)) ?? troubleOf(batch.fault, limits);
    if (trouble) return failed(trouble);
    if (Date.now() - toldAt < TELL_MS) continue;
    toldAt = Date.now();
    reading.onProgress({ bytesDone: format.markBytes + bytes, bytesTotal: reading.file.size, rows: writer.rowCount });
  }
  const batch = reader.end();
  const trouble = (await writer.write(batch)) ?? troubleOf(batch.fault, limits) ?? troubleOfWhole(writer);
  if (trouble) return failed(trouble);
  await writer.end();
  reading.onProgress({ bytesDone: reading.file.size, bytesTotal: reading.file.size, rows: writer.rowCount });
  return { ok: true, table: describeTable(reader, writer, format, notUtf8Line) };
}

function describeTable(reader: RowReader, writer: TableWriter, format: FoundFormat, notUtf8Line: number | null) {
  const { encoding, delimiter, markBytes } = format;
  const { columns, rowCount, guess } = writer;
  const { lineEnds, blankLines } = reader;
  const problems = describeProblems(writer.found, { delimiter, columns, blankLines, lineEnds, notUtf8Line });
  return {
    format: { encoding, delimiter, newline: lineEnds.newline, hasBom: markBytes > 0 },
    columns,
    rowCount,
    problems: [...writer.headerProblems, ...problems],
    guess,
  };
}

function troubleOf(fault: RowFault | null, limits: ReadLimits): Trouble | null {
  if (!fault) return null;
  return fault.kind === 'unclosed-quote' ? unclosedQuote(fault.line) : cellTooLong(fault.line, limits.rowCharacters, fault.quoted);
}

function troubleOfWhole(writer: TableWriter): Trouble | null {
  if (writer.columns.length === 0) return emptyFile();
  return writer.rowCount === 0 ? noRows() : null;
}

function failed(trouble: Trouble): ReadOutcome {
  return { ok: false, trouble };
}
