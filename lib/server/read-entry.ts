import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { z } from 'zod';
import { readAll } from './reply-body.ts';

const LIMIT_BYTES = 10_000;
const PATIENCE_MS = 15_000;

/** The JSON a person's form sent, if it is small, comes in reasonable time and has the right shape; else null. */
export async function readEntry<T>(request: Request, shape: z.ZodType<T>): Promise<T | null> {
  if (!request.body) return null;
  const body = Readable.fromWeb(request.body as NodeReadableStream);
  const late = setTimeout(() => body.destroy(new Error('too slow')), PATIENCE_MS);
  try {
    const bytes = await readAll(body, LIMIT_BYTES);
    return shape.parse(JSON.parse(bytes.toString()));
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}
