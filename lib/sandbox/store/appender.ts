import { type FileHandle, open } from 'node:fs/promises';

/** A file that grows line by line from a known length; what stands behind that length is cut off on opening. */
export interface Appender {
  add(line: string): void;
  /** Writes what was added; gives the file's length in bytes. */
  flush(): Promise<number>;
  close(): Promise<void>;
}

export async function openAppender(path: string, bytes: number): Promise<Appender> {
  const handle: FileHandle = await open(path, bytes === 0 ? 'w' : 'r+');
  await handle.truncate(bytes);
  let length = bytes;
  let pending: string[] = [];
  return {
    add(line) {
      pending.push(line, '\n');
    },
    async flush() {
      const writing = Buffer.from(pending.join(''));
      pending = [];
      if (writing.length > 0) await handle.write(writing, 0, writing.length, length);
      length += writing.length;
      return length;
    },
    close: () => handle.close(),
  };
}
