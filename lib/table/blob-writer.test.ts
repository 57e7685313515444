import { expect, it } from 'vitest';
import { blobWriter } from './blob-writer.ts';

it('joins what was written, in UTF-8, under its type', async () => {
  const writer = blobWriter('text/csv');
  for (const text of ['a', '', 'é\n', '😀']) writer.write(text);
  const blob = writer.finish();
  expect(blob.type).toBe('text/csv');
  expect(await blob.text()).toBe('aé\n😀');
  expect(writer.bytes).toBe(blob.size);
});

it('keeps a surrogate pair whole across writes and slabs', async () => {
  const [high, low] = ['\ud83d', '\ude00'];
  const writer = blobWriter('text/plain');
  writer.write('x'.repeat(1_048_575) + high);
  writer.write(low + 'y');
  expect(await writer.finish().text()).toBe(`${'x'.repeat(1_048_575)}😀y`);
});

it('hands full slabs over as it goes', () => {
  const writer = blobWriter('text/plain');
  for (let i = 0; i < 3000; i++) writer.write('x'.repeat(1024));
  expect(writer.bytes).toBe(2 * 1_048_576);
});

it('is an empty Blob where nothing was written', () => {
  expect(blobWriter('text/plain').finish().size).toBe(0);
});
