import { afterEach, expect, it, vi } from 'vitest';
import { dropFiles, keptFile, oldFiles } from './files.ts';

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
