const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** A file that does not hold requests of its provider. The message is a sentence for a person. */
export class InputFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputFileError';
  }
}

/** An element of a JSON list, with its place in the file. */
export interface Element {
  bytes: Uint8Array;
  from: number;
  to: number;
}

/** Largest element: no request of a provider is larger. */
const MOST_BYTES = 300_000_000;

/** Cuts the objects out of the bytes of one JSON list as they come, so that the list is never in memory. */
export class ElementCutter {
  /** List closed: nothing but blank space follows. */
  isClosed = false;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  /** Offset of the piece's first byte in the file. */
  #offset = 0;
  /** Offset of the open element; -1: none is. */
  #from = -1;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  /** Elements that end in this piece. Throws an {@link InputFileError} where the list holds anything else, or one larger than any request. */
  cut(piece: Uint8Array): Element[] {
    const found: Element[] = [];
    for (let at = 0; at < piece.length; at++) {
      if (this.#isText) this.#inText(piece[at]!);
      else if (this.#outside(piece[at]!, at)) found.push(this.#take(piece, at + 1));
    }
    if (this.#from >= 0) this.#hold(piece.slice(Math.max(0, this.#from - this.#offset)));
    this.#offset += piece.length;
    return found;
  }

  #inText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isText = false;
  }

  /** Whether the byte ends an element. */
  #outside(byte: number, at: number): boolean {
    if (byte === QUOTE) this.#isText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (this.#depth === 1 && byte === OPEN_OBJECT) this.#from = this.#offset + at;
      this.#depth++;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      this.#depth--;
      if (this.#depth === 0) this.isClosed = true;
      return this.#depth === 1 && this.#from >= 0;
    } else if (this.#depth === 1 && byte !== COMMA && byte > 32) throw new InputFileError('A file of requests is no list of requests.');
    return false;
  }

  #hold(bytes: Uint8Array): void {
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > MOST_BYTES) throw new InputFileError('A request is larger than any provider takes.');
    this.#held.push(bytes);
  }

  #take(piece: Uint8Array, end: number): Element {
    const from = this.#from;
    this.#hold(piece.subarray(Math.max(0, from - this.#offset), end));
    const bytes = new Uint8Array(this.#heldBytes);
    let at = 0;
    for (const part of this.#held) {
      bytes.set(part, at);
      at += part.length;
    }
    this.#from = -1;
    this.#held = [];
    this.#heldBytes = 0;
    return { bytes, from, to: this.#offset + end };
  }
}
