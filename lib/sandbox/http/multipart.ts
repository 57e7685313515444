import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { piecesOf } from './drain.ts';

export type FormOutcome =
  | { ok: true; fields: Map<string, string>; file: { field: string; filename: string; bytes: number } | null }
  | { ok: false; reason: 'too-large' | 'malformed' | 'not-multipart' };

const FIELD_BYTES = 65_536;
const HEADER_BYTES = 16_384;

interface PartHead {
  name: string;
  filename: string | null;
}

/**
 * Reads a multipart form as it arrives (RFC 7578): the first file goes to `sink`, waiting while that is full, so memory
 * stays flat; fields are collected. Parts may come in any order. Stops reading where the file passes `fileLimitBytes`.
 * The sink is neither ended nor destroyed.
 */
export async function readForm(request: IncomingMessage, sink: Writable, fileLimitBytes: number): Promise<FormOutcome> {
  const boundary = /^multipart\/form-data\b.*?\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(request.headers['content-type'] ?? '');
  if (!boundary) return { ok: false, reason: 'not-multipart' };
  const form = formReader(`\r\n--${boundary[1] ?? boundary[2]}`, sink, fileLimitBytes);
  for await (const piece of piecesOf(request)) {
    const trouble = await form.take(piece);
    if (trouble) return { ok: false, reason: trouble };
    if (form.isDone()) break;
  }
  return form.isDone() ? { ok: true, fields: form.fields, file: form.file() } : { ok: false, reason: 'malformed' };
}

function formReader(delimiterText: string, sink: Writable, fileLimitBytes: number) {
  const delimiter = Buffer.from(delimiterText, 'latin1');
  const fields = new Map<string, string>();
  let file: { field: string; filename: string; bytes: number } | null = null;
  let state: 'delimiter' | 'head' | 'body' | 'done' = 'body';
  let part: PartHead | null = null;
  let value: Buffer[] = [];
  let valueBytes = 0;
  // The first boundary has no line break before it; with one put in front it is like the others.
  let pending: Buffer = Buffer.from('\r\n');

  const deliver = async (bytes: Buffer): Promise<'too-large' | 'malformed' | null> => {
    if (!part || bytes.length === 0) return null;
    if (part.filename === null || file === null) {
      valueBytes += bytes.length;
      if (valueBytes > FIELD_BYTES) return 'malformed';
      value.push(Buffer.from(bytes));
      return null;
    }
    file.bytes += bytes.length;
    if (file.bytes > fileLimitBytes) return 'too-large';
    if (!sink.write(bytes) && !sink.destroyed) await once(sink, 'drain');
    return null;
  };

  const finishPart = (): void => {
    if (part && part.filename === null) fields.set(part.name, Buffer.concat(value).toString('utf8'));
    part = null;
    value = [];
    valueBytes = 0;
  };

  const readHead = (): 'more' | 'malformed' | null => {
    const end = pending.indexOf('\r\n\r\n');
    if (end === -1) return pending.length > HEADER_BYTES ? 'malformed' : 'more';
    part = parseHead(pending.subarray(0, end).toString('utf8'));
    if (!part) return 'malformed';
    if (part.filename !== null) {
      if (file) return 'malformed';
      file = { field: part.name, filename: part.filename, bytes: 0 };
    }
    pending = pending.subarray(end + 4);
    state = 'body';
    return null;
  };

  const readBody = async (): Promise<'more' | 'malformed' | 'too-large' | null> => {
    const at = pending.indexOf(delimiter);
    const safe = at === -1 ? Math.max(0, pending.length - delimiter.length + 1) : at;
    const trouble = await deliver(pending.subarray(0, safe));
    if (trouble) return trouble;
    pending = pending.subarray(at === -1 ? safe : at + delimiter.length);
    if (at === -1) return 'more';
    finishPart();
    state = 'delimiter';
    return null;
  };

  const readDelimiter = (): 'more' | 'malformed' | null => {
    if (pending.length < 2) return 'more';
    const mark = pending.subarray(0, 2).toString('latin1');
    if (mark !== '--' && mark !== '\r\n') return 'malformed';
    pending = pending.subarray(2);
    state = mark === '--' ? 'done' : 'head';
    return null;
  };

  return {
    fields,
    file: () => file,
    isDone: () => state === 'done',
    async take(piece: Buffer): Promise<'too-large' | 'malformed' | null> {
      pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
      for (;;) {
        if (state === 'done') return null;
        const outcome = state === 'head' ? readHead() : state === 'body' ? await readBody() : readDelimiter();
        if (outcome === 'more') return null;
        if (outcome) return outcome;
      }
    },
  };
}

function parseHead(text: string): PartHead | null {
  const disposition = text.split('\r\n').find((line) => /^content-disposition:\s*form-data/i.test(line));
  const name = disposition && /[;\s]name="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  if (!disposition || name === undefined) return null;
  const filename = /[;\s]filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  return { name: unescape(name), filename: filename === undefined ? null : unescape(filename) };
}

/** Browsers write `"` as `%22` and line breaks as `%0D%0A`; others as backslash escapes. */
function unescape(text: string): string {
  return text
    .replace(/%22/g, '"')
    .replace(/%0D/gi, '\r')
    .replace(/%0A/gi, '\n')
    .replace(/\\(["\\])/g, '$1');
}
