import type { IncomingMessage } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const decoders: Record<string, () => NodeJS.ReadWriteStream & Readable> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The reply's bytes uncompressed, though it was asked not to compress; null where the coding is unknown. */
export function plainBody(reply: IncomingMessage): Readable | null {
  const coding = (reply.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (coding === 'identity' || coding === '') return reply;
  const decoder = decoders[coding]?.();
  if (!decoder) return null;
  // A broken reply destroys the decoder, which is how its reader learns of it.
  pipeline(reply, decoder, () => undefined);
  return decoder;
}

/** Reads a small reply to its end. Rejects if it breaks off or is larger than `limitBytes`. */
export async function readAll(body: Readable, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new Error('reply too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
