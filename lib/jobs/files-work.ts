import { LostDataError } from '#lib/core/lost-data';
import { dropFiles, FileWriter, hasFiles, keptFile } from '#lib/storage/files';
import { PieceDigest } from '#lib/table/digest';

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
}

/** What is done beside whoever reads and fills. */
export interface FilesWork extends SlabFiles {
  /** Digests the next piece of what goes by this name, beside whoever has read it; its memory goes with it. `at`: bytes before it. */
  digestMore(name: string, piece: Uint8Array<ArrayBuffer>, at: number): Promise<void>;
  /** Digest of all pieces by this name, of so many bytes; the name is free again. */
  digestEnd(name: string, bytes: number): Promise<string>;
}

/** The disk is waited for now and then: all at the end would hold up the next file. */
const FLUSH_BYTES = 32 * 1024 * 1024;

const writers = new Map<string, { writer: FileWriter; unflushed: number }>();

interface OpenDigest {
  digest: PieceDigest;
  bytes: number;
  /** The piece before is taken. */
  last: Promise<void>;
}

const digests = new Map<string, OpenDigest>();

/** What was digested before is gone with a worker that ended: a digest of the rest alone must never be taken for the whole. */
function digestAt(name: string, bytes: number): OpenDigest {
  const open = digests.get(name) ?? { digest: new PieceDigest(), bytes: 0, last: Promise.resolve() };
  if (open.bytes !== bytes) throw new Error(`${open.bytes} of ${bytes} bytes were digested.`);
  return open;
}

function writerOf(key: string): { writer: FileWriter; unflushed: number } {
  const open = writers.get(key);
  if (!open) throw new Error(`No file ${key} is being written.`);
  return open;
}

/** In the worker it is called in. */
export const filesWorkHere: FilesWork = {
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
  async digestMore(name, piece, at) {
    const open = digestAt(name, at);
    digests.set(name, open);
    open.bytes += piece.length;
    open.last = open.last.then(() => open.digest.add(piece));
    await open.last;
  },
  async digestEnd(name, bytes) {
    const { digest, last } = digestAt(name, bytes);
    digests.delete(name);
    await last;
    return digest.finish();
  },
};

let chosen = filesWorkHere;

/** Has it done elsewhere: whoever reads or fills hands it to a worker of its own. */
export function workOnFilesBy(work: FilesWork): void {
  chosen = work;
}

export function filesWork(): FilesWork {
  return chosen;
}
