import { afterEach, expect, it, vi } from 'vitest';
import { dropOrphanFiles } from './files.ts';

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

it('removes files nobody names, but none that may be about to be named and none that is open', async () => {
  const old = Date.now() - HOUR_MS;
  const files = new Map([
    ['named', old],
    ['left', old],
    ['fresh', Date.now()],
    ['open', old],
  ]);
  keep(files, (name) => name === 'open');
  await dropOrphanFiles(new Set(['opfs:named']));
  expect([...files.keys()]).toEqual(['named', 'fresh', 'open']);
});

it('does nothing where the browser keeps no such files', async () => {
  vi.stubGlobal('FileSystemFileHandle', undefined);
  await expect(dropOrphanFiles(new Set())).resolves.toBeUndefined();
});
