import { LostDataError } from '#lib/core/lost-data';
import { dropFiles, FileWriter, hasFiles, keptFile } from '#lib/storage/files';
import { digestBlob, SlabDigest } from '#lib/table/digest';

/** A file just written. `digest`: null where none was asked for. */
export interface ClosedFile {
  file: Blob;
  digest: string | null;
}

/**
 * Where slabs of a large file go, beside whoever fills the next one: they are written there, and digested, which takes a copy and so as
 * long as writing. Errors, of a full browser above all, come from any of them.
 */
export interface SlabFiles {
  /** Key of a new, empty file; null where this browser keeps no such files. */
  open(isDigested: boolean): Promise<string | null>;
  /** Appends a slab, and gives its memory back to be filled again. */
  append(key: string, slab: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** The whole file, once all of it is on the disk. */
  close(key: string): Promise<ClosedFile>;
  /** Removes a file, open or closed. */
  drop(key: string): Promise<void>;
  /** Digest of a blob, read beside whoever asks. */
  digest(blob: Blob): Promise<string>;
}

/** The disk is waited for now and then: all at the end would hold up the next file. */
const FLUSH_BYTES = 32 * 1024 * 1024;

interface OpenFile {
  writer: FileWriter;
  digest: SlabDigest | null;
  unflushed: number;
}

const writers = new Map<string, OpenFile>();

function writerOf(key: string): OpenFile {
  const open = writers.get(key);
  if (!open) throw new Error(`No file ${key} is being written.`);
  return open;
}

/** In the worker it is called in. */
export const slabFilesHere: SlabFiles = {
  async open(isDigested) {
    if (!(await hasFiles())) return null;
    const writer = await FileWriter.create();
    writers.set(writer.key, { writer, digest: isDigested ? new SlabDigest() : null, unflushed: 0 });
    return writer.key;
  },
  async append(key, slab) {
    const open = writerOf(key);
    open.digest?.add(slab);
    open.writer.write(slab);
    open.unflushed += slab.length;
    if (open.unflushed >= FLUSH_BYTES) {
      open.writer.flush();
      open.unflushed = 0;
    }
    await open.digest?.settled();
    return slab;
  },
  async close(key) {
    const { writer, digest } = writerOf(key);
    writer.close();
    writers.delete(key);
    const file = await keptFile(key);
    if (!file) throw new LostDataError('A file just written');
    return { file, digest: digest && (await digest.finish()) };
  },
  async drop(key) {
    const open = writers.get(key);
    writers.delete(key);
    await (open ? open.writer.drop() : dropFiles([key]));
  },
  digest: digestBlob,
};

let chosen = slabFilesHere;

/** Has files written elsewhere: the engine's worker hands slabs to a worker of their own. */
export function keepSlabsBy(files: SlabFiles): void {
  chosen = files;
}

export function slabFiles(): SlabFiles {
  return chosen;
}
