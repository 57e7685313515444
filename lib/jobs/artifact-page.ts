import { artifactBlob } from '#lib/storage/jobs';
import { blobLines } from './blob-lines.ts';

const LINE_CHARACTERS = 20_000;

/** `lines` lines of a file from byte `offset`, each cut to 20,000 characters; `nextOffset` is where the next page begins. */
export async function artifactPage(
  jobId: string,
  path: string,
  offset: number,
  lines: number,
): Promise<{ lines: string[]; nextOffset: number; bytes: number }> {
  const blob = await artifactBlob(jobId, path);
  if (!blob) return { lines: [], nextOffset: 0, bytes: 0 };
  const page: string[] = [];
  let nextOffset = blob.size;
  for await (const line of blobLines(blob, offset)) {
    if (page.length === lines) {
      nextOffset = line.offset;
      break;
    }
    page.push(line.text.length > LINE_CHARACTERS ? `${line.text.slice(0, LINE_CHARACTERS)}…` : line.text);
  }
  return { lines: page, nextOffset, bytes: blob.size };
}
