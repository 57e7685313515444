const SLAB_BYTES = 4 * 1024 * 1024;

/** Gathers pieces of any size into slabs of `slabBytes`, the last one shorter; each slab has bytes of its own, which stay as they are. */
export async function* byteSlabs(pieces: AsyncIterable<Uint8Array>, slabBytes = SLAB_BYTES): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let slab = new Uint8Array(slabBytes);
  let used = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length;) {
      const taken = piece.subarray(from, from + slabBytes - used);
      slab.set(taken, used);
      from += taken.length;
      used += taken.length;
      if (used < slabBytes) continue;
      yield slab;
      slab = new Uint8Array(slabBytes);
      used = 0;
    }
  }
  if (used > 0) yield slab.subarray(0, used);
}

/** The pieces of a stream; ending early cancels it. Not every browser can iterate a stream itself. */
export async function* piecesOf<Piece extends Uint8Array>(stream: ReadableStream<Piece>): AsyncGenerator<Piece> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}

/** Pieces as a stream that asks for the next one when there is room; cancelling it ends them. */
export function streamOf(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
