/** Why a zip is not read, as a sentence for a person. */
export class ZipFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ZipFault';
  }
}

const END = 0x06054b50;
const END_BYTES = 22;
const WIDE_END = 0x06064b50;
const WIDE_END_BYTES = 56;
const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const MOST_COMMENT = 65_535;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** Where a zip's directory lies. */
export interface DirectoryPlace {
  at: number;
  bytes: number;
  count: number;
}

async function viewOf(zip: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await zip.slice(from, to).arrayBuffer());
}

/** Offset in `tail` of the record that ends a zip; -1 where there is none. */
function endIn(tail: DataView): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) === END && at + END_BYTES + tail.getUint16(at + 20, true) === tail.byteLength) return at;
  }
  return -1;
}

async function noEnd(zip: Blob): Promise<ZipFault> {
  const head = new Uint8Array(await zip.slice(0, 2).arrayBuffer());
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  return new ZipFault(isZip ? 'It is cut off: its end is missing.' : 'It is no zip.');
}

async function widePlace(zip: Blob, endAt: number): Promise<DirectoryPlace> {
  const locator = await viewOf(zip, endAt - LOCATOR_BYTES, endAt);
  if (locator.byteLength < LOCATOR_BYTES || locator.getUint32(0, true) !== LOCATOR) throw new ZipFault('Its end is damaged.');
  const at = Number(locator.getBigUint64(8, true));
  const end = await viewOf(zip, at, at + WIDE_END_BYTES);
  if (end.byteLength < WIDE_END_BYTES || end.getUint32(0, true) !== WIDE_END) throw new ZipFault('Its end is damaged.');
  return { count: Number(end.getBigUint64(32, true)), bytes: Number(end.getBigUint64(40, true)), at: Number(end.getBigUint64(48, true)) };
}

/** Finds the directory from a zip's end. Throws a {@link ZipFault} where there is none whole. */
export async function directoryPlace(zip: Blob): Promise<DirectoryPlace> {
  const tailAt = Math.max(0, zip.size - END_BYTES - MOST_COMMENT);
  const tail = await viewOf(zip, tailAt, zip.size);
  const found = endIn(tail);
  if (found < 0) throw await noEnd(zip);
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((field) => tail.getUint16(found + field, true)) as [
    number,
    number,
    number,
    number,
  ];
  const [bytes, at] = [12, 16].map((field) => tail.getUint32(found + field, true)) as [number, number];
  const isWide = count === FULL_16 || bytes === FULL_32 || at === FULL_32;
  if (!isWide && (disk !== 0 || firstDisk !== 0 || here !== count)) throw new ZipFault('It is one of several pieces of a zip.');
  const place = isWide ? await widePlace(zip, tailAt + found) : { at, bytes, count };
  if (place.at + place.bytes > tailAt + found) throw new ZipFault('It is cut off, or its directory is damaged.');
  return place;
}
