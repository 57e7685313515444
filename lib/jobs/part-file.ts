import { SlabDigest } from '#lib/table/digest';
import { SlabFile, type WholeFile } from './slab-file.ts';
import type { SlabFiles } from './files-work.ts';

export interface FinishedFile extends WholeFile {
  digest: string;
}

/** Where a part's bytes go. `bytes`: written so far. */
export interface PartSink {
  readonly bytes: number;
  write(source: Uint8Array<ArrayBuffer>, length?: number): void;
  /** Resolves once more may be written without memory growing. Rejects where what was written could not be kept. */
  settled(): Promise<void>;
  finish(): Promise<FinishedFile>;
  /** Lets go of what was written, finished or not. */
  drop(): Promise<void>;
}

/** A part's file, digested as it fills. */
export class PartFile extends SlabFile implements PartSink {
  readonly #digest = new SlabDigest();

  constructor(files: SlabFiles | null = null, spare?: Uint8Array<ArrayBuffer>[]) {
    super(files, spare);
  }

  /** The digest takes a copy at once. */
  protected override sealed(slab: Uint8Array<ArrayBuffer>): void {
    this.#digest.add(slab);
  }

  override async settled(): Promise<void> {
    await this.#digest.settled();
    await super.settled();
  }

  async finish(): Promise<FinishedFile> {
    const whole = await this.whole();
    return { ...whole, digest: await this.#digest.finish() };
  }
}

/** Counts bytes and keeps none: for a check. */
export class PartMeter implements PartSink {
  bytes = 0;

  write(source: Uint8Array<ArrayBuffer>, length = source.length): void {
    this.bytes += length;
  }

  async settled(): Promise<void> {}

  async finish(): Promise<FinishedFile> {
    return { file: new Blob(), fileKey: null, digest: '' };
  }

  async drop(): Promise<void> {}
}
