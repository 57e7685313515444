import type { Trouble } from '#lib/core/job';
import { directoryPlace, ZipFault } from './zip-directory.ts';

/** A file of a zip, as its directory names it. */
export interface ZipFile {
  /** Plain segments, joined by `/`. */
  path: string;
  /** When unpacked; as the directory says, which reading the file holds it to. */
  bytes: number;
  packedBytes: number;
  crc: number;
  isPacked: boolean;
  /** Where its own header begins in the zip. */
  header: number;
}

export type ZipReading = { ok: true; files: ZipFile[] } | { ok: false; trouble: Trouble };

/** What a zip may come to before any of it is unpacked. */
const ZIP_LIMITS = {
  files: 65_534,
  directoryBytes: 32_000_000,
  pathCharacters: 1000,
  /** Unpacked, of what is packed: so much in any case, and beyond that so many times its packed size. Requests that repeat long instructions come to 20 times. */
  unpackedBytes: 200_000_000,
  unpackedTimes: 250,
};

const DIRECTORY_ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const HEADER_BYTES = 30;
const FULL_32 = 0xffffffff;
const UNIX = 3;
const FILE_TYPES = 0o170000;
const DIRECTORY_TYPE = 0o040000;
const REGULAR_TYPE = 0o100000;

export function zipTrouble(what: string): Trouble {
  return {
    what,
    meaning: 'Nothing of it was taken in, and nothing was sent.',
    todo: 'Have the zip made or downloaded again. If it comes from somebody else, ask them what it holds.',
    details: null,
  };
}

function pathFault(path: string): string | null {
  if (path.length > ZIP_LIMITS.pathCharacters) return 'has a name that is too long';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'has an absolute path, which would leave its folder';
  if (path.includes('\\')) return 'has a backslash in its path';
  if (/\p{Cc}/u.test(path)) return 'has control characters in its name';
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.includes('..')) return 'has a path that leaves its folder (“..”)';
  return segments.some((segment) => segment === '' || segment === '.') ? 'has a path that is not plain' : null;
}

const shown = (path: string) => `“${path.slice(0, 80).replace(/\p{Cc}/gu, '·')}”`;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const western = new TextDecoder('windows-1252');

function nameOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return western.decode(bytes);
  }
}

/** Sizes and place of an entry beyond 32 bits stand in a field of their own, in this order, each only where the plain one is full. */
function wideFields(extra: DataView, plain: [bytes: number, packed: number, header: number]): [number, number, number] {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const [id, size] = [extra.getUint16(at, true), extra.getUint16(at + 2, true)];
    if (id === 1) {
      let next = at + 4;
      return plain.map((value) => {
        if (value !== FULL_32) return value;
        if (next + 8 > Math.min(extra.byteLength, at + 4 + size)) throw new ZipFault('Its directory is damaged.');
        next += 8;
        return Number(extra.getBigUint64(next - 8, true));
      }) as [number, number, number];
    }
    at += 4 + size;
  }
  return plain;
}

interface Entry extends ZipFile {
  isFolder: boolean;
  /** Bytes of name in the directory; its own header has at least as many. */
  nameBytes: number;
}

function typeFault(view: DataView, at: number): string | null {
  const mode = view.getUint8(at + 5) === UNIX ? view.getUint32(at + 38, true) >>> 16 : 0;
  const type = mode & FILE_TYPES;
  return type === 0 || type === REGULAR_TYPE || type === DIRECTORY_TYPE ? null : 'is a link or a device, not a file';
}

function entryAt(bytes: Uint8Array<ArrayBuffer>, view: DataView, at: number): { entry: Entry; next: number } {
  if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new ZipFault('Its directory is damaged.');
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [number, number, number];
  const next = at + ENTRY_BYTES + name + extra + comment;
  if (next > bytes.length) throw new ZipFault('Its directory is damaged.');
  const path = nameOf(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + name));
  const fault = pathFault(path) ?? typeFault(view, at);
  if (fault) throw new ZipFault(`The file ${shown(path)} in it ${fault}.`);
  if (flags & 1) throw new ZipFault(`The file ${shown(path)} in it is encrypted. Encrypted zips are not read here.`);
  if (method !== 0 && method !== 8) throw new ZipFault(`The file ${shown(path)} in it is packed in a way that is not read here.`);
  const wide = new DataView(bytes.buffer, bytes.byteOffset + at + ENTRY_BYTES + name, extra);
  const plain = [24, 20, 42].map((field) => view.getUint32(at + field, true)) as [number, number, number];
  const [size, packedBytes, header] = wideFields(wide, plain);
  if (method === 0 && size !== packedBytes) throw new ZipFault(`The file ${shown(path)} in it has two different sizes.`);
  const isFolder = path.endsWith('/');
  return {
    entry: {
      path,
      bytes: size,
      packedBytes,
      crc: view.getUint32(at + 16, true),
      isPacked: method === 8,
      header,
      isFolder,
      nameBytes: name,
    },
    next,
  };
}

/** Files lie one after another before the directory: two that share bytes unpack to more than the zip holds. */
function placeFault(entries: readonly Entry[], directoryAt: number): string | null {
  const inOrder = entries.toSorted((a, b) => a.header - b.header);
  for (const [n, { header, packedBytes, nameBytes }] of inOrder.entries()) {
    const end = inOrder[n + 1]?.header ?? directoryAt;
    if (header + HEADER_BYTES + nameBytes + packedBytes > end) return 'Its files overlap one another, or the end of it is missing.';
  }
  return null;
}

function sizeFault(entries: readonly Entry[]): string | null {
  const packed = entries.filter(({ isPacked }) => isPacked);
  const sum = (of: (entry: Entry) => number) => packed.reduce((total, entry) => total + of(entry), 0);
  const most = Math.max(ZIP_LIMITS.unpackedBytes, ZIP_LIMITS.unpackedTimes * sum((entry) => entry.packedBytes));
  const unpacked = sum((entry) => entry.bytes);
  return unpacked > most ? 'It would unpack to far more than any job: it looks like a zip bomb and was not unpacked.' : null;
}

function repeatedPath(files: readonly ZipFile[]): string | null {
  const seen = new Set<string>();
  for (const { path } of files) {
    const name = path.normalize('NFC');
    if (seen.has(name)) return path;
    seen.add(name);
  }
  return null;
}

async function readDirectory(zip: Blob): Promise<ZipFile[]> {
  const place = await directoryPlace(zip);
  if (place.count > ZIP_LIMITS.files) {
    throw new ZipFault(
      `It holds ${place.count.toLocaleString('en-US')} files, more than any job has (${ZIP_LIMITS.files.toLocaleString('en-US')}).`,
    );
  }
  if (place.bytes > ZIP_LIMITS.directoryBytes) throw new ZipFault('Its directory is larger than that of any job.');
  const bytes = new Uint8Array(await zip.slice(place.at, place.at + place.bytes).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < place.count;) {
    const { entry, next } = entryAt(bytes, view, at);
    entries.push(entry);
    at = next;
  }
  const fault = placeFault(entries, place.at) ?? sizeFault(entries);
  if (fault) throw new ZipFault(fault);
  const files = entries.filter(({ isFolder }) => !isFolder).map(({ isFolder: _folder, nameBytes: _name, ...file }) => file);
  const twice = repeatedPath(files);
  if (twice !== null) throw new ZipFault(`Two files in it have the same path, ${shown(twice)}.`);
  return files;
}

/**
 * The files of a zip by its directory alone, of whatever size, Zip64 included. Refused in words, before anything is unpacked: what is cut
 * off or damaged, encrypted, too many, packed too tightly, overlapping, links, paths that leave their folder or come twice.
 */
export async function openZip(zip: Blob): Promise<ZipReading> {
  try {
    return { ok: true, files: await readDirectory(zip) };
  } catch (error) {
    if (error instanceof ZipFault) return { ok: false, trouble: zipTrouble(`This zip cannot be taken in. ${error.message}`) };
    throw error;
  }
}
