import { blobOf } from '#lib/table/blob-writer';
import { byteSlabs, streamOf } from '#lib/table/byte-slabs';
import type { ExportMeter } from './export-meter.ts';

/** A file on the person's disk. `remove` is not in every browser yet. */
export type ChosenFile = FileSystemFileHandle & { remove?: () => Promise<void> };

async function* counted<Piece extends Uint8Array>(pieces: AsyncIterable<Piece>, meter: ExportMeter): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    yield piece;
    meter.addBytes(piece.length);
  }
}

/**
 * Writes pieces into a file chosen by the person, or, where `file` is null, into a Blob for the browser's own download. What
 * fails is thrown, and leaves no file: until it is whole the browser writes beside it, and the empty one it made is removed.
 */
export async function writePieces(
  pieces: AsyncIterable<Uint8Array>,
  file: ChosenFile | null,
  type: string,
  meter: ExportMeter,
): Promise<Blob | null> {
  if (!file) return blobOf(counted(pieces, meter), type);
  try {
    await streamOf(counted(byteSlabs(pieces), meter)).pipeTo(await file.createWritable());
  } catch (error) {
    await file.remove?.().catch(() => undefined);
    throw error;
  }
  return null;
}
