import type { Job } from '#lib/core/job';

/** So much more room than when a job stopped for lack of it is worth another try. */
const ENOUGH_BYTES = 32 * 1024 * 1024;

/** Notices that there is room again in the browser for jobs that were stopped because there was none. */
export class RoomWatch {
  /** Free bytes when it was first seen stopped, by job. */
  readonly #freeBytes = new Map<string, number>();

  /** May this job go on? True once; when it stops again, only further room lets it. */
  async isFreed({ id, trouble }: Job): Promise<boolean> {
    if (trouble?.cause !== 'storage-full') {
      this.#freeBytes.delete(id);
      return false;
    }
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    const freeBytes = quota - usage;
    const before = this.#freeBytes.get(id);
    if (before === undefined || freeBytes < before) this.#freeBytes.set(id, freeBytes);
    return before !== undefined && freeBytes >= before + ENOUGH_BYTES;
  }
}
