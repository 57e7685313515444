import { SlabFile, type WholeFile } from './slab-file.ts';
import type { SlabFiles } from './slab-files.ts';

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
  constructor(files: SlabFiles | null = null) {
    super(files, true);
  }

  async finish(): Promise<FinishedFile> {
    const whole = await this.whole();
    return { ...whole, digest: whole.digest! };
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
