import type { Trouble } from '#lib/core/job';
import { fileTrouble } from './troubles.ts';

const SAVE_SHEET = 'Open it in the program that made it, save the sheet as CSV (UTF-8), and choose that file.';
const MAKE_TABLE = 'Put the texts into a table first, one row for each text, save it as CSV (UTF-8), and choose that file.';
const UNPACK = 'Unpack it first and choose the CSV file inside.';

/** Stands for any byte in a signature. */
const ANY = -1;

/** First bytes of files that are no tables of text, as published by the makers of each format. */
const SIGNATURES: { bytes: number[]; what: string; todo: string }[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], what: 'a PDF document', todo: MAKE_TABLE },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'an image', todo: MAKE_TABLE },
  { bytes: [0xff, 0xd8, 0xff], what: 'an image', todo: MAKE_TABLE },
  { bytes: [0x47, 0x49, 0x46, 0x38, ANY, 0x61], what: 'an image', todo: MAKE_TABLE },
  { bytes: [0x49, 0x49, 0x2a, 0x00], what: 'an image', todo: MAKE_TABLE },
  { bytes: [0x4d, 0x4d, 0x00, 0x2a], what: 'an image', todo: MAKE_TABLE },
  { bytes: [0x52, 0x49, 0x46, 0x46, ANY, ANY, ANY, ANY, 0x57, 0x45, 0x42, 0x50], what: 'an image', todo: MAKE_TABLE },
  { bytes: [0x00, 0x00, 0x00, ANY, 0x66, 0x74, 0x79, 0x70], what: 'an image, sound or film', todo: MAKE_TABLE },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], what: 'a rich text document', todo: MAKE_TABLE },
  { bytes: [0x1f, 0x8b], what: 'a compressed file', todo: UNPACK },
  { bytes: [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41], what: 'a compressed file', todo: UNPACK },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a compressed file', todo: UNPACK },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], what: 'a compressed file', todo: UNPACK },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], what: 'a compressed file', todo: UNPACK },
  { bytes: [0x52, 0x61, 0x72, 0x21, 0x1a], what: 'a compressed file', todo: UNPACK },
  { bytes: [0x50, 0x41, 0x52, 0x31, 0x15], what: 'a Parquet table', todo: SAVE_SHEET },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], what: 'an SQLite database', todo: SAVE_SHEET },
];

const ZIP = [0x50, 0x4b];
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/**
 * Trouble if the first bytes belong to a known kind of file that is no text table, else null. The bytes decide;
 * the name only helps to call a zip or an Office file by its right name.
 */
export function foreignFile(bytes: Uint8Array, name: string): Trouble | null {
  if (startsWith(bytes, ZIP) && [0x03, 0x05, 0x07].includes(bytes[2] ?? 0)) return zipTrouble(bytes, name);
  if (startsWith(bytes, OLE)) return oleTrouble(name);
  const found = SIGNATURES.find((signature) => startsWith(bytes, signature.bytes));
  if (found) return notReadHere(found.what, found.todo);
  return jsonTrouble(bytes, name);
}

function zipTrouble(bytes: Uint8Array, name: string): Trouble {
  const names = new TextDecoder('latin1').decode(bytes);
  if (names.includes('xl/') || /\.xls[xmb]$/i.test(name)) return notReadHere('an Excel workbook', SAVE_SHEET);
  if (names.includes('word/') || /\.docx$/i.test(name)) return notReadHere('a Word document', MAKE_TABLE);
  if (names.includes('opendocument.spreadsheet') || /\.(ods|numbers)$/i.test(name)) return notReadHere('a spreadsheet', SAVE_SHEET);
  if (names.includes('opendocument.') || names.includes('ppt/')) return notReadHere('an office document', MAKE_TABLE);
  return notReadHere('a zip file', `${UNPACK} Of a Rowmill bundle, take the table in its folder “source”.`);
}

function oleTrouble(name: string): Trouble {
  return /\.(doc|msg|ppt)$/i.test(name)
    ? notReadHere('an older office document', MAKE_TABLE)
    : notReadHere('an older or password-protected Excel workbook', SAVE_SHEET);
}

/** JSON is text and would pass for a table of one odd column, so here the name must agree with the first character. */
function jsonTrouble(bytes: Uint8Array, name: string): Trouble | null {
  if (!/\.(json|jsonl|ndjson)$/i.test(name)) return null;
  const first = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart()[0];
  return first === '{' || first === '[' ? notReadHere('a JSON file', SAVE_SHEET) : null;
}

function notReadHere(what: string, todo: string): Trouble {
  return fileTrouble(`This file is ${what}, which is not read here: save it as CSV first.`, todo);
}

function startsWith(bytes: Uint8Array, signature: number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, i) => byte === ANY || bytes[i] === byte);
}
