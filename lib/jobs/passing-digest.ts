import type { FilesWork } from './files-work.ts';

/** Pieces on their way at once: they come as fast as they are read, and the disk may hold up whoever digests them. */
const PIECES_AHEAD = 8;

/** Digest of bytes that were read for something else: they are handed on once that is done with them, and are not read again. */
export class PassingDigest {
  readonly #work: FilesWork;
  #name: string = crypto.randomUUID();
  #bytes = 0;
  #taken: Promise<void>[] = [];

  constructor(work: FilesWork) {
    this.#work = work;
  }

  /** Takes the next piece, and its memory. Resolves once more may come without memory growing. */
  async add(piece: Uint8Array<ArrayBuffer>): Promise<void> {
    const at = this.#bytes;
    // Its memory may be gone once it is handed on.
    this.#bytes += piece.length;
    const taken = this.#work.digestMore(this.#name, piece, at);
    // A failure is met when it is waited for.
    taken.catch(() => {});
    this.#taken.push(taken);
    if (this.#taken.length > PIECES_AHEAD) await this.#taken.shift();
  }

  /** Digest of all that was taken. */
  async finish(): Promise<string> {
    await Promise.all(this.#taken);
    return this.#work.digestEnd(this.#name, this.#bytes);
  }

  /** From here on it is the digest of what comes now. */
  restart(): void {
    void this.drop();
    this.#name = crypto.randomUUID();
    this.#bytes = 0;
    this.#taken = [];
  }

  /** Nothing comes any more, and nobody asks. */
  async drop(): Promise<void> {
    await this.#work.digestEnd(this.#name, this.#bytes).catch(() => {});
  }
}
