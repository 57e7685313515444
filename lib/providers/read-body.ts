import type { FileSink } from './provider.ts';

/** A response's body as a file, to its end. `open` is asked for a sink that gets the bytes as they come. */
export async function readBody(response: Response, open: (() => FileSink) | undefined): Promise<Blob> {
  if (!open || !response.body) return response.blob();
  const sink = open();
  const reader = response.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) sink.add(value!);
  return sink.whole();
}
