import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobLines, type Line } from './blob-lines.ts';

/** A Blob whose stream comes in pieces of `window` bytes. */
function inWindows(bytes: Uint8Array<ArrayBuffer>, window: number): Blob {
  const blob = new Blob([bytes]);
  const pieces = (from: number) =>
    new ReadableStream({
      start(controller) {
        for (let at = from; at < bytes.length; at += window) controller.enqueue(bytes.slice(at, at + window));
        controller.close();
      },
    });
  return Object.assign(blob, { slice: (from = 0) => ({ stream: () => pieces(from) }) as unknown as Blob });
}

async function all(blob: Blob, from?: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of blobLines(blob, from)) lines.push(line);
  return lines;
}

describe('lines of a file', () => {
  it('tells each line and where its bytes are', async () => {
    expect(await all(new Blob(['ä\r\n\nb\nlast']))).toEqual([
      { text: 'ä', offset: 0, length: 2 },
      { text: 'b', offset: 5, length: 1 },
      { text: 'last', offset: 7, length: 4 },
    ]);
  });

  it('begins where it is told', async () => {
    expect(await all(new Blob(['one\ntwo\n']), 4)).toEqual([{ text: 'two', offset: 4, length: 3 }]);
  });

  it('is the same whatever the windows', async () => {
    const text = fc.array(fc.constantFrom('a', '"', '€', '😀', '\r\n', '\n', '\r'), { maxLength: 40 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (content, window) => {
        const bytes = new TextEncoder().encode(content);
        const lines = await all(inWindows(bytes, window));
        expect(lines).toEqual(await all(new Blob([bytes])));
        for (const { text: line, offset, length } of lines)
          expect(new TextDecoder().decode(bytes.slice(offset, offset + length))).toBe(line);
      }),
    );
  });
});
