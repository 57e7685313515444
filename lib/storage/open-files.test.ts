import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPiece } from './open-files.ts';

/** Stands for the disk: files of a hundred bytes, each byte its place, which open when the test says so. */
const disk = vi.hoisted(() => ({ log: [] as string[], opening: null as Promise<void> | null, gone: new Set<string>() }));
const SIZE = 100;

vi.mock('./files.ts', () => ({
  openToRead: async (key: string) => {
    disk.log.push(`open ${key}`);
    await disk.opening;
    if (disk.gone.has(key)) return null;
    let isOpen = true;
    return {
      read: (bytes: Uint8Array, { at }: { at: number }) => {
        if (!isOpen) throw new Error(`${key} is closed`);
        const count = Math.max(0, Math.min(bytes.length, SIZE - at));
        for (let n = 0; n < count; n++) bytes[n] = at + n;
        return count;
      },
      close: () => {
        isOpen = false;
        disk.log.push(`close ${key}`);
      },
    };
  },
}));

const read = async (key: string, at: number, length: number) => {
  const bytes = await readPiece(key, at, length);
  return bytes && [...new Uint8Array(bytes)];
};

describe('files kept open', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(async () => {
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    Object.assign(disk, { log: [], opening: null, gone: new Set() });
  });

  it('are opened once for reads that follow each other, and let go half a second after the last', async () => {
    expect(await read('a', 3, 2)).toEqual([3, 4]);
    await vi.advanceTimersByTimeAsync(400);
    expect(await Promise.all([read('a', 0, 1), read('b', 98, 2)])).toEqual([[0], [98, 99]]);
    await vi.advanceTimersByTimeAsync(499);
    expect(disk.log).toEqual(['open a', 'open b']);
    await vi.advanceTimersByTimeAsync(1);
    expect(disk.log).toEqual(['open a', 'open b', 'close a', 'close b']);
    expect(await read('a', 0, 1)).toEqual([0]);
    expect(disk.log.at(-1)).toBe('open a');
  });

  it('are read from by whoever waited for them, though they are let go as soon as they are open', async () => {
    let open = () => {};
    disk.opening = new Promise((resolve) => (open = resolve));
    const waiting = read('a', 5, 1);
    await vi.advanceTimersByTimeAsync(600);
    open();
    expect(await waiting).toEqual([5]);
    expect(disk.log).toEqual(['open a', 'close a']);
  });

  it('are so many at most: the one opened first is let go', async () => {
    for (let n = 0; n < 65; n++) expect(await read(`f${n}`, 0, 1)).toEqual([0]);
    expect(disk.log.filter((line) => line.startsWith('close'))).toEqual(['close f0']);
    expect(await read('f64', 1, 1)).toEqual([1]);
  });

  it('give nothing where not all is there, or where they cannot be opened', async () => {
    expect(await read('a', 99, 2)).toBeNull();
    disk.gone.add('b');
    expect(await read('b', 0, 1)).toBeNull();
    expect(await read('a', 0, 0)).toEqual([]);
  });
});
