/** One line of a file, with its place among the file's bytes (line end not counted). */
export interface Line {
  text: string;
  offset: number;
  length: number;
}

export interface ByteLine {
  bytes: Uint8Array;
  offset: number;
}

const LF = 10;
const CR = 13;

/** Cuts lines out of pieces of bytes that come one after another. */
class LineCutter {
  // Pieces of a line not yet ended, joined once: joining at every read would be quadratic on a very long line.
  #held: Uint8Array[] = [];
  #offset: number;

  constructor(offset: number) {
    this.#offset = offset;
  }

  /** Lines that end in this piece. */
  cut(piece: Uint8Array): ByteLine[] {
    const lines: ByteLine[] = [];
    let start = 0;
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, start)) {
      this.#take(piece.subarray(start, end), lines);
      start = end + 1;
    }
    if (start < piece.length) this.#held.push(piece.subarray(start));
    return lines;
  }

  /** The last line, where the file does not end in a line end. */
  rest(): ByteLine[] {
    const lines: ByteLine[] = [];
    this.#take(new Uint8Array(0), lines);
    return lines;
  }

  #take(end: Uint8Array, into: ByteLine[]): void {
    const bytes = joined(this.#held, end);
    const length = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
    if (length > 0) into.push({ bytes: bytes.subarray(0, length), offset: this.#offset });
    this.#offset += bytes.length + 1;
    this.#held = [];
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

/** A Blob's bytes, piece by piece. */
export async function* blobPieces(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) yield value!;
  } finally {
    await reader.cancel();
  }
}

/**
 * Lines of bytes that come piece by piece: those that end in one piece together. A CR before the LF belongs to the line's end.
 * Empty lines are passed over. `from`: place of the first byte.
 */
export async function* byteLines(pieces: AsyncIterable<Uint8Array>, from = 0): AsyncGenerator<ByteLine[]> {
  const cutter = new LineCutter(from);
  for await (const piece of pieces) yield cutter.cut(piece);
  yield cutter.rest();
}

/** Lines of a Blob from byte `from`, as {@link byteLines} cuts them. */
export function blobByteLines(blob: Blob, from = 0): AsyncGenerator<ByteLine[]> {
  return byteLines(blobPieces(blob.slice(from)), from);
}

/** Lines of a Blob from byte `from` as text, streamed. Bytes that are no UTF-8 become U+FFFD. */
export async function* blobLines(blob: Blob, from = 0): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  for await (const lines of blobByteLines(blob, from)) {
    for (const { bytes, offset } of lines) yield { text: decoder.decode(bytes), offset, length: bytes.length };
  }
}
