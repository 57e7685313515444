import { afterEach, expect, it, vi } from 'vitest';
import { dropFiles, fileBytes, keptFile, oldFiles } from './files.ts';

const HOUR_MS = 60 * 60_000;

/** Stands in for the browser's own file system, which only a browser has: files by name, with when they were last written. */
function keep(files: Map<string, number>, isOpen: (name: string) => boolean = () => false): void {
  const folder = {
    async *entries() {
      for (const [name, lastModified] of files) yield [name, { kind: 'file', getFile: async () => ({ lastModified }) }];
    },
    async removeEntry(name: string) {
      if (isOpen(name)) throw new DOMException('open', 'NoModificationAllowedError');
      files.delete(name);
    },
  };
  class FileSystemFileHandle {
    createSyncAccessHandle() {}
  }
  vi.stubGlobal('FileSystemFileHandle', FileSystemFileHandle);
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => ({ getDirectoryHandle: async () => folder }) } });
}

afterEach(() => vi.unstubAllGlobals());

it('finds files nobody has written to for long, and none that may be about to be named', async () => {
  keep(
    new Map([
      ['left', Date.now() - HOUR_MS],
      ['fresh', Date.now()],
    ]),
  );
  expect(await oldFiles()).toEqual(['opfs:left']);
});

it('removes files by their keys, leaves records of the database alone, and is not held up by one that is open', async () => {
  const files = new Map([
    ['open', 0],
    ['left', 0],
    ['other', 0],
  ]);
  keep(files, (name) => name === 'open');
  await dropFiles(['opfs:open', 'other', 'opfs:left']);
  expect([...files.keys()]).toEqual(['open', 'other']);
});

it('finds a file of a folder that was made anew, and none where it is gone', async () => {
  const folderOf = (...names: string[]) => ({
    async getFileHandle(name: string) {
      if (!names.includes(name)) throw new DOMException('none', 'NotFoundError');
      return { getFile: async () => name };
    },
  });
  const folders = [folderOf('first'), folderOf('second')];
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => ({ getDirectoryHandle: async () => folders[0] }) } });
  expect(await keptFile('opfs:first')).toBe('first');
  folders.shift();
  expect(await keptFile('opfs:second')).toBe('second');
  expect(await keptFile('opfs:third')).toBeUndefined();
  expect(await keptFile('opfs:second')).toBe('second');
});

it('finds none where the browser keeps no such files', async () => {
  vi.stubGlobal('FileSystemFileHandle', undefined);
  expect(await oldFiles()).toEqual([]);
});

/** A folder of one file, opened as a browser of this kind does; `opened` tells what is open. */
function keepOne(name: string, bytes: Uint8Array<ArrayBuffer>, open: 'shared' | 'alone' | 'never' | 'unknown'): { opened: number } {
  const state = { opened: 0 };
  const createSyncAccessHandle = async (options?: { mode: string }) => {
    if (open === 'never') throw new DOMException('open elsewhere', 'NoModificationAllowedError');
    state.opened++;
    return {
      ...(open === 'shared' && { mode: options?.mode }),
      read: (into: Uint8Array, { at }: { at: number }) => {
        const piece = bytes.subarray(at, at + into.length);
        into.set(piece);
        return piece.length;
      },
      close: () => state.opened--,
    };
  };
  vi.stubGlobal('FileSystemFileHandle', { prototype: open === 'unknown' ? {} : { createSyncAccessHandle } });
  const folder = {
    async getFileHandle(wanted: string) {
      if (wanted !== name) throw new DOMException('none', 'NotFoundError');
      return { getFile: async () => new Blob([bytes]), ...(open !== 'unknown' && { createSyncAccessHandle }) };
    },
  };
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => ({ getDirectoryHandle: async () => folder }) } });
  return state;
}

it.each(['shared', 'alone', 'never', 'unknown'] as const)('reads a file from its start; the disk opens it %s', async (open) => {
  const bytes = Uint8Array.from({ length: 1_000 }, (_, n) => n % 251);
  const state = keepOne(`bytes-${open}`, bytes, open);
  const reader = (await fileBytes(`opfs:bytes-${open}`))!;
  expect(state.opened).toBe(open === 'shared' ? 1 : 0);
  const read = [await reader.take(7), await reader.take(0), await reader.take(900), await reader.take(900), await reader.take(1)];
  expect(read.map(({ length }) => length)).toEqual([7, 0, 900, 93, 0]);
  expect(Buffer.concat(read).equals(Buffer.from(bytes))).toBe(true);
  await reader.end();
  expect(state.opened).toBe(0);
  expect(await fileBytes('opfs:gone')).toBeUndefined();
});
