import { expect, it, vi } from 'vitest';
import { readSlice } from './joined-reads.ts';

const textOf = (bytes: ArrayBuffer) => new TextDecoder().decode(bytes);

it('reads what is asked for in one go at once, and gives each its own', async () => {
  const read = vi.spyOn(Blob.prototype, 'arrayBuffer');
  const file = new Blob(['one two three']);
  const texts = await Promise.all([file.slice(0, 3), new Blob(['é']), file.slice(8), file.slice(4, 4)].map(readSlice));
  expect(texts.map(textOf)).toEqual(['one', 'é', 'three', '']);
  expect(read).toHaveBeenCalledTimes(1);
  expect(textOf(await readSlice(file.slice(4, 7)))).toBe('two');
  expect(read).toHaveBeenCalledTimes(2);
  read.mockRestore();
});

it('one that cannot be read rejects alone', async () => {
  const gone = new Blob(['gone']);
  const read = vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(async function (this: Blob) {
    if (this === gone || this.size > 4) throw new DOMException('gone', 'NotFoundError');
    return new TextEncoder().encode('here').buffer;
  });
  const [lost, kept] = await Promise.allSettled([readSlice(gone), readSlice(new Blob(['here']))]);
  expect(lost.status).toBe('rejected');
  expect(kept).toMatchObject({ status: 'fulfilled' });
  read.mockRestore();
});
