import { afterEach, expect, it, vi } from 'vitest';
import type { Job } from '#lib/core/job';
import { RoomWatch } from './room-watch.ts';

const MB = 1024 * 1024;
const stopped = { id: 'j', trouble: { cause: 'storage-full' } } as Job;

function free(bytes: number): void {
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage: 1000 * MB, quota: 1000 * MB + bytes }) } });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('lets a job go on once there is clearly more room than when it stopped', async () => {
  const watch = new RoomWatch();
  free(MB);
  expect(await watch.isFreed(stopped)).toBe(false);
  free(20 * MB);
  expect(await watch.isFreed(stopped)).toBe(false);
  free(40 * MB);
  expect(await watch.isFreed(stopped)).toBe(true);
});

it('asks for further room when it stops again', async () => {
  const watch = new RoomWatch();
  free(MB);
  await watch.isFreed(stopped);
  expect(await watch.isFreed({ ...stopped, trouble: null })).toBe(false);
  free(40 * MB);
  expect(await watch.isFreed(stopped)).toBe(false);
  free(80 * MB);
  expect(await watch.isFreed(stopped)).toBe(true);
});

it('is not about jobs stopped by anything else', async () => {
  free(MB);
  expect(await new RoomWatch().isFreed({ id: 'j', trouble: { what: 'x' } } as Job)).toBe(false);
});
