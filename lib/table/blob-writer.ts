const SLAB_CHARACTERS = 1_048_576;

export interface BlobWriter {
  /** Adds text; pieces may end inside a surrogate pair. */
  write(text: string): void;
  /** Bytes encoded so far; the text of an unfinished slab is not among them. */
  readonly bytes: number;
  /** The whole as one Blob. The writer is of no use afterwards. */
  finish(): Blob;
}

/**
 * Gathers text into a Blob as UTF-8. Text is encoded in slabs of about a million characters and each handed to the browser's
 * Blob store at once, so that only the slab being filled is held here.
 */
export function blobWriter(type: string): BlobWriter {
  const encoder = new TextEncoder();
  const slabs: Blob[] = [];
  let pieces: string[] = [];
  let characters = 0;
  let bytes = 0;

  const flush = (last: boolean) => {
    const text = pieces.join('');
    const cut = !last && endsInHighSurrogate(text) ? text.length - 1 : text.length;
    const slab = new Blob([encoder.encode(text.slice(0, cut))]);
    slabs.push(slab);
    bytes += slab.size;
    pieces = [text.slice(cut)];
    characters = text.length - cut;
  };

  return {
    write(text) {
      pieces.push(text);
      characters += text.length;
      if (characters >= SLAB_CHARACTERS) flush(false);
    },
    get bytes() {
      return bytes;
    },
    finish() {
      flush(true);
      return new Blob(slabs, { type });
    },
  };
}

function endsInHighSurrogate(text: string): boolean {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code <= 0xdbff;
}
