import { describe, expect, it } from 'vitest';
import { requestsFrom } from './artifact-page.ts';

/** A JSON list of requests on one line, with the byte offset of each. */
function list(requests: unknown[]): { blob: Blob; offsets: Uint32Array; texts: string[] } {
  const texts = requests.map((request) => JSON.stringify(request));
  const offsets = [1];
  for (const text of texts) offsets.push(offsets.at(-1)! + new TextEncoder().encode(text).length + 1);
  return { blob: new Blob([JSON.stringify(requests)]), offsets: Uint32Array.from(offsets), texts };
}

describe('a JSON list of requests', () => {
  const { blob, offsets, texts } = list(Array.from({ length: 7 }, (_, n) => ({ custom_id: `ä-${n}`, text: ',"]'.repeat(n) })));
  const index = { offsets };

  it('is paged by its requests, whatever stands in them', async () => {
    const seen: string[] = [];
    for (let offset = 0; offset < blob.size;) {
      const page = await requestsFrom(blob, index, offset, 3);
      seen.push(...page.lines);
      offset = page.nextOffset;
    }
    expect(seen).toEqual(texts);
  });

  it('begins at the first whole request after a place', async () => {
    const page = await requestsFrom(blob, index, offsets[2]! + 1, 1);
    expect(page.lines).toEqual([texts[3]]);
    expect(page.nextOffset).toBe(offsets[4]);
  });

  it('cuts a long request and keeps its characters whole', async () => {
    const long = list([{ text: '€'.repeat(30_000) }, { n: 1 }]);
    const page = await requestsFrom(long.blob, long, 0, 5);
    expect(page.lines[0]).toHaveLength(20_001);
    expect(page.lines[0]).not.toContain('\ufffd');
    expect(page.lines[1]).toBe('{"n":1}');
    expect(page.nextOffset).toBe(long.blob.size);
  });
});
