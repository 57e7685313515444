/** One line of a file, with its place among the file's bytes (line end not counted). */
export interface Line {
  text: string;
  offset: number;
  length: number;
}

const LF = 10;
const CR = 13;

/**
 * Lines of a Blob from byte `from`, streamed. A CR before the LF belongs to the line's end. Bytes that are no UTF-8
 * become U+FFFD. Empty lines are passed over.
 */
export async function* blobLines(blob: Blob, from = 0): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  const reader = blob.slice(from).stream().getReader();
  // Pieces of a line not yet ended, joined once: joining at every read would be quadratic on a very long line.
  let held: Uint8Array[] = [];
  let heldOffset = from;
  const lineOf = (bytes: Uint8Array, offset: number): Line | null => {
    const length = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
    return length === 0 ? null : { text: decoder.decode(bytes.subarray(0, length)), offset, length };
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      let start = 0;
      for (let end = value.indexOf(LF); end >= 0; end = value.indexOf(LF, start)) {
        const bytes = joined(held, value.subarray(start, end));
        const line = lineOf(bytes, heldOffset);
        heldOffset += bytes.length + 1;
        held = [];
        start = end + 1;
        if (line) yield line;
      }
      if (start < value.length) held.push(value.subarray(start));
    }
    const last = lineOf(joined(held, new Uint8Array(0)), heldOffset);
    if (last) yield last;
  } finally {
    await reader.cancel();
  }
}

function joined(held: Uint8Array[], rest: Uint8Array): Uint8Array {
  if (held.length === 0) return rest;
  const whole = new Uint8Array(held.reduce((sum, piece) => sum + piece.length, rest.length));
  let at = 0;
  for (const piece of [...held, rest]) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
