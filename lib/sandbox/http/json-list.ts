const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Takes a JSON object apart that is too large to hold: a list in it comes out item by item. */
export interface JsonListReader {
  /** The items completed by this piece of the text, as bytes. Pieces may be cut anywhere. */
  take(piece: Buffer): Buffer[];
  /** Bytes held in memory now. */
  heldBytes(): number;
  /**
   * Once all is taken: the text with `0` in place of each item. The whole is JSON if this is JSON and each item is;
   * nothing here has checked either.
   */
  rest(): string;
}

/** A reader for the list under the key `name` directly in the object. */
export function jsonListReader(name: string): JsonListReader {
  const opening = new RegExp(`"${name}" ?: ?$`);
  const rest = growingText();
  let held: Buffer[] = [];
  let heldBytes = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inList = false;

  const hold = (bytes: Buffer): void => {
    held.push(bytes);
    heldBytes += bytes.length;
  };
  const release = (): Buffer => {
    const bytes = held.length === 1 ? held[0]! : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return bytes;
  };
  /** Follows one byte outside strings; gives whether the list begins behind it, or an item of it ends before it. */
  const follow = (byte: number): 'begin' | 'end' | null => {
    if (byte === QUOTE) inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (!inList && byte === OPEN_LIST && depth === 2 && opening.test(rest.tail(name.length + 5))) return 'begin';
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      depth -= 1;
      if (inList && depth === 1) return 'end';
    } else if (byte === COMMA && inList && depth === 2) return 'end';
    return null;
  };

  return {
    take(piece) {
      const items: Buffer[] = [];
      let from = 0;
      for (let at = 0; at < piece.length; at++) {
        const byte = piece[at]!;
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) inString = false;
          if (!inList) rest.add(byte);
          continue;
        }
        const turn = follow(byte);
        if (turn === null) {
          if (!inList && isSpace(byte)) rest.addSpace();
          else if (!inList) rest.add(byte);
          continue;
        }
        if (turn === 'end') {
          hold(piece.subarray(from, at));
          const item = release();
          if (!item.every(isSpace)) {
            items.push(item);
            rest.add(ZERO);
          }
        }
        rest.add(byte);
        inList = turn === 'begin' || byte === COMMA;
        from = at + 1;
      }
      if (inList) hold(piece.subarray(from));
      return items;
    },
    heldBytes: () => heldBytes + rest.bytes(),
    rest: () => rest.text(),
  };
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function growingText() {
  let buffer = Buffer.alloc(1024);
  let length = 0;
  const add = (byte: number): void => {
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(length)]);
    buffer[length++] = byte;
  };
  return {
    add,
    /** Space between two tokens counts once, however long it is. */
    addSpace(): void {
      if (buffer[length - 1] !== SPACE) add(SPACE);
    },
    tail: (bytes: number): string => buffer.toString('latin1', Math.max(0, length - bytes), length),
    bytes: () => length,
    text: () => buffer.toString('utf8', 0, length),
  };
}
