import { blobOf } from './blob-writer.ts';
import { piecesOf } from './byte-slabs.ts';
import { Crc32 } from './crc32.ts';
import { ZipFault } from './zip-directory.ts';
import type { ZipFile } from './zip-reader.ts';

const HEADER = 0x04034b50;
const HEADER_BYTES = 30;

const damaged = ({ path }: ZipFile) => new ZipFault(`The file “${path}” in the zip is damaged.`);

/** The packed bytes of a file: its own header says where they begin, and must name the same file. */
async function packedBytes(zip: Blob, file: ZipFile): Promise<Blob> {
  const header = new DataView(await zip.slice(file.header, file.header + HEADER_BYTES).arrayBuffer());
  if (header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== HEADER || header.getUint16(6, true) & 1) throw damaged(file);
  const from = file.header + HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  const bytes = zip.slice(from, from + file.packedBytes);
  if (bytes.size !== file.packedBytes || (header.getUint16(8, true) === 8) !== file.isPacked) throw damaged(file);
  return bytes;
}

/** Passes pieces on while they are what the directory says; one byte more ends it. */
async function* checked(pieces: AsyncIterable<Uint8Array>, file: ZipFile, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const crc = new Crc32();
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > file.bytes) throw damaged(file);
    crc.add(piece);
    onBytes(piece.length);
    yield piece;
  }
  if (bytes !== file.bytes || crc.value !== file.crc) throw damaged(file);
}

async function* unpacked(packed: Blob, file: ZipFile): AsyncGenerator<Uint8Array> {
  try {
    yield* piecesOf(packed.stream().pipeThrough(new DecompressionStream('deflate-raw')));
  } catch (error) {
    // Bytes that are not packed so; browsers differ in what they throw. A file that cannot be read any more is another matter.
    if (error instanceof DOMException) throw error;
    throw damaged(file);
  }
}

/**
 * A file of a zip, whole and checked: what is stored as a slice of the zip, what is packed unpacked as a stream. Memory stays flat.
 * `onBytes` hears of bytes as they are read. Throws a {@link ZipFault} where it is not what the directory says.
 */
export async function readZipFile(zip: Blob, file: ZipFile, onBytes: (bytes: number) => void = () => {}): Promise<Blob> {
  const packed = await packedBytes(zip, file);
  if (file.isPacked) return blobOf(checked(unpacked(packed, file), file, onBytes), '');
  for await (const _ of checked(piecesOf(packed.stream()), file, onBytes));
  return packed;
}
