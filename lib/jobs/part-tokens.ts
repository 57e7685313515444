import { loadTokenCounter } from '#lib/core/estimate/tokens';
import type { Part } from '#lib/core/job';
import { artifactBlob, getPartIndex } from '#lib/storage/jobs';
import { requestTexts } from './request-texts.ts';

const MOST_REQUESTS = 40;
const MOST_CHARACTERS = 1_000_000;

/**
 * Prompt tokens of a part's file, by counting requests spread evenly over it (o200k_base) and going by bytes for the rest.
 * What was sent is counted, so it needs neither table nor recipe.
 */
export async function partTokens(part: Part): Promise<number> {
  const [file, index] = await Promise.all([artifactBlob(part.jobId, part.path), getPartIndex(part.jobId, part.k)]);
  if (!file || !index) throw new Error(`${part.path} or its index is missing.`);
  const count = await loadTokenCounter();
  const step = Math.max(1, part.requests / MOST_REQUESTS);
  let [bytes, tokens, characters] = [0, 0, 0];
  for (let at = 0; at < part.requests && characters < MOST_CHARACTERS; at += step) {
    const request = Math.floor(at);
    const slice = file.slice(index.offsets[request], index.offsets[request + 1]);
    const text = (await slice.text()).replace(/[\s,\]]+$/, '');
    bytes += slice.size;
    characters += text.length;
    for (const read of requestTexts(text)) tokens += count(read);
  }
  return bytes === 0 ? 0 : Math.ceil((tokens / bytes) * part.bytes);
}
