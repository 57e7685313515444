import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const streamed = (...texts: string[]) => new Response(new Blob(texts).stream());

it('hands bytes on as they come, and gives the file the sink makes of them', async () => {
  const added: Uint8Array<ArrayBuffer>[] = [];
  const sink = { add: (bytes: Uint8Array<ArrayBuffer>) => void added.push(bytes), whole: () => new Blob([...added, '!']) };
  expect(await (await readBody(streamed('one ', 'two'), () => sink)).text()).toBe('one two!');
  expect(await new Blob(added).text()).toBe('one two');
});

it('a body nobody watches is a Blob, as is one that is not there', async () => {
  expect(await (await readBody(streamed('one'), undefined)).text()).toBe('one');
  const never = () => expect.unreachable();
  expect((await readBody(new Response(null), never)).size).toBe(0);
});

it('a body that breaks off rejects', async () => {
  const broken = new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array([1])),
    pull: (controller) => controller.error(new Error('cut')),
  });
  const sink = { add: () => {}, whole: () => new Blob() };
  await expect(readBody(new Response(broken), () => sink)).rejects.toThrow('cut');
});
