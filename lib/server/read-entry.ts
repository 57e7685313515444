import type { z } from 'zod';

const LIMIT_BYTES = 10_000;
const PATIENCE_MS = 15_000;

/** A small body as text. What is beyond the limit is read and dropped, since a client cut off while sending sees no answer. */
async function readText(body: ReadableStream<Uint8Array>): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const next = await reader.read();
    if (next.done) return bytes > LIMIT_BYTES ? null : Buffer.concat(chunks).toString();
    bytes += next.value.length;
    if (bytes <= LIMIT_BYTES) chunks.push(next.value);
  }
}

/** The JSON a person's form sent, if it is small, comes in reasonable time and has the right shape; else null. */
export async function readEntry<T>(request: Request, shape: z.ZodType<T>): Promise<T | null> {
  if (!request.body) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, null)));
  try {
    const text = await Promise.race([readText(request.body), late]);
    return text === null ? null : shape.parse(JSON.parse(text));
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
