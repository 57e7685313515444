import { LostDataError } from '#lib/core/lost-data';
import { dropFiles, FileWriter, hasFiles, keptFile } from '#lib/storage/files';
import { digestBlob } from '#lib/table/digest';

/** Where slabs of a large file go, beside whoever fills the next one. Errors, of a full browser above all, come from any of them. */
export interface SlabFiles {
  /** Key of a new, empty file; null where this browser keeps no such files. */
  open(): Promise<string | null>;
  /** Appends a slab, and gives its memory back to be filled again. */
  append(key: string, slab: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** The whole file, once all of it is on the disk. */
  close(key: string): Promise<Blob>;
  /** Removes a file, open or closed. */
  drop(key: string): Promise<void>;
  /** Digest of a blob, read beside whoever asks. */
  digest(blob: Blob): Promise<string>;
}

/** The disk is waited for now and then: all at the end would hold up the next file. */
const FLUSH_BYTES = 32 * 1024 * 1024;

const writers = new Map<string, { writer: FileWriter; unflushed: number }>();

function writerOf(key: string): { writer: FileWriter; unflushed: number } {
  const open = writers.get(key);
  if (!open) throw new Error(`No file ${key} is being written.`);
  return open;
}

/** In the worker it is called in. */
export const slabFilesHere: SlabFiles = {
  async open() {
    if (!(await hasFiles())) return null;
    const writer = await FileWriter.create();
    writers.set(writer.key, { writer, unflushed: 0 });
    return writer.key;
  },
  async append(key, slab) {
    const open = writerOf(key);
    open.writer.write(slab);
    open.unflushed += slab.length;
    if (open.unflushed >= FLUSH_BYTES) {
      open.writer.flush();
      open.unflushed = 0;
    }
    return slab;
  },
  async close(key) {
    writerOf(key).writer.close();
    writers.delete(key);
    const file = await keptFile(key);
    if (!file) throw new LostDataError('A file just written');
    return file;
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
