import { DIGEST_SLAB_BYTES, SlabDigest } from '#lib/table/digest';

/** Where a part's bytes go. `bytes`: written so far. */
export interface PartSink {
  readonly bytes: number;
  write(source: Uint8Array<ArrayBuffer>, length?: number): void;
  /** Resolves once more may be written without memory growing. */
  settled(): Promise<void>;
  finish(): Promise<{ file: Blob; digest: string }>;
}

/** Bytes on their way into a Blob: each full slab leaves the heap, and is digested while the next one fills. */
export class PartFile implements PartSink {
  bytes = 0;
  readonly #slab = new Uint8Array(DIGEST_SLAB_BYTES);
  #used = 0;
  readonly #sealed: Blob[] = [];
  readonly #digest = new SlabDigest();

  write(source: Uint8Array<ArrayBuffer>, length = source.length): void {
    this.bytes += length;
    for (let from = 0; from < length;) {
      const taken = Math.min(length - from, this.#slab.length - this.#used);
      this.#slab.set(taken === source.length ? source : source.subarray(from, from + taken), this.#used);
      this.#used += taken;
      from += taken;
      if (this.#used === this.#slab.length) this.#seal();
    }
  }

  /** Both the digest and the Blob take a copy at once, so the slab is free again. */
  #seal(): void {
    const bytes = this.#slab.subarray(0, this.#used);
    this.#digest.add(bytes);
    this.#sealed.push(new Blob([bytes]));
    this.#used = 0;
  }

  settled(): Promise<void> {
    return this.#digest.settled();
  }

  async finish(): Promise<{ file: Blob; digest: string }> {
    if (this.#used > 0) this.#seal();
    return { file: new Blob(this.#sealed), digest: await this.#digest.finish() };
  }
}

/** Counts bytes and keeps none: for a check. */
export class PartMeter implements PartSink {
  bytes = 0;

  write(source: Uint8Array<ArrayBuffer>, length = source.length): void {
    this.bytes += length;
  }

  async settled(): Promise<void> {}

  async finish(): Promise<{ file: Blob; digest: string }> {
    return { file: new Blob(), digest: '' };
  }
}
