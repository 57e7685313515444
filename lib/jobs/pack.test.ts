import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowBlock } from '#lib/core/row-block';
import { fillParts, packParts, type FullPart, type PackedPart, type PackPlan } from './pack.ts';
import { PartMeter } from './part-file.ts';
import { blocksOf, type BlockRow } from './row-block.fixture.ts';

const frame = { open: '', separator: '\n', close: '\n', beforeId: '{"custom_id":"', afterId: '","rows":"[', end: ']"}' };

const plan = (change: Partial<PackPlan> = {}): PackPlan => ({
  frame,
  customId: (k, i) => `j-${k}-${i}`,
  firstK: 0,
  rowsPerRequest: 2,
  requestsPerBatch: 100,
  bytesPerBatch: 1_000_000,
  contentCharacters: 1_000_000,
  tokens: null,
  ...change,
});

function* rows(count: number, text = (n: number) => String(n)): Generator<BlockRow> {
  for (let n = 0; n < count; n++) yield { row: n, id: `r${n}`, text: text(n) };
}

async function pack(count: number, change?: Partial<PackPlan>, text?: (n: number) => string): Promise<PackedPart[]> {
  const parts: PackedPart[] = [];
  for await (const part of packParts(blocksOf(rows(count, text)), plan(change))) parts.push(part);
  return parts;
}

describe('packing', () => {
  it('makes no file of no rows', async () => {
    expect(await pack(0)).toEqual([]);
  });

  it('starts a file at the number given and numbers requests from 0 in each', async () => {
    const parts = await pack(5, { requestsPerBatch: 2, firstK: 3 });
    expect(await Promise.all(parts.map((part) => part.file.text()))).toEqual([
      '{"custom_id":"j-3-0","rows":"[0,1]"}\n{"custom_id":"j-3-1","rows":"[2,3]"}\n',
      '{"custom_id":"j-4-0","rows":"[4]"}\n',
    ]);
  });

  it('remembers rows, ids and the bytes of each request', async () => {
    const [part] = await pack(3, {}, (n) => '€'.repeat(n));
    expect(part!.index.rows).toEqual(Uint32Array.of(0, 1, 2));
    expect(part!.index.ids).toEqual(['r0', 'r1', 'r2']);
    expect(part!.index.starts).toEqual(Uint32Array.of(0, 2, 3));
    const [from, to] = part!.index.offsets.subarray(1);
    expect(await part!.file.slice(from, to! - 1).text()).toBe('{"custom_id":"j-0-1","rows":"[€€]"}');
  });

  it('never lets a file pass its bytes, separators and ending counted', async () => {
    for (const limit of [60, 75, 76, 77, 113, 150]) {
      const parts = await pack(20, { bytesPerBatch: limit });
      expect(parts.flatMap((part) => [...part.index.rows])).toEqual(Array.from({ length: 20 }, (_, n) => n));
      for (const part of parts) expect(part.requests === 1 || part.file.size <= limit).toBe(true);
    }
  });

  it('closes a request before its rows outgrow the limit', async () => {
    const [part] = await pack(4, { rowsPerRequest: 4, contentCharacters: 10 }, () => 'xxxx');
    expect(part!.index.starts).toEqual(Uint32Array.of(0, 2, 4));
  });
});

interface Lying {
  texts: string[];
  /** What stands between texts in memory. */
  between: string;
  isBackwards: boolean;
}

/** Rows as they lie in blocks of one memory, which the next block is written over. */
async function* blocksAsTheyLie(blocks: readonly Lying[]): AsyncGenerator<RowBlock> {
  const encoder = new TextEncoder();
  const memory = new Uint8Array(1000);
  let row = 0;
  for (const { texts, between, isBackwards } of blocks) {
    memory.fill('#'.charCodeAt(0));
    const places = texts.map(() => ({ start: 0, end: 0 }));
    let at = 0;
    for (const n of isBackwards ? [...texts.keys()].toReversed() : texts.keys()) {
      const { written } = encoder.encodeInto(texts[n]!, memory.subarray(at));
      places[n] = { start: at, end: at + written };
      at += written + encoder.encodeInto(between, memory.subarray(at + written)).written;
    }
    yield {
      rows: Uint32Array.from(texts, () => row++),
      ids: texts.map(() => 'r'),
      starts: Uint32Array.from(places, ({ start }) => start),
      ends: Uint32Array.from(places, ({ end }) => end),
      characters: Uint32Array.from(texts, ({ length }) => length),
      bytes: memory,
    };
  }
}

it('packs rows the same, however they lie in their blocks', async () => {
  const block: fc.Arbitrary<Lying> = fc.record({
    texts: fc.array(fc.constantFrom('', ',', 'a', 'bb,', ',€c', '"x"'), { maxLength: 7 }),
    between: fc.constantFrom(',', '', ';', ',,'),
    isBackwards: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(block, { maxLength: 5 }), fc.integer({ min: 1, max: 4 }), async (blocks, rowsPerRequest) => {
      const texts = blocks.flatMap((lying) => lying.texts);
      const lines = Array.from({ length: Math.ceil(texts.length / rowsPerRequest) }, (_, i) => {
        const sent = texts.slice(i * rowsPerRequest, (i + 1) * rowsPerRequest);
        return `{"custom_id":"j-0-${i}","rows":"[${sent.join(',')}]"}\n`;
      });
      const files: string[] = [];
      for await (const { file } of packParts(blocksAsTheyLie(blocks), plan({ rowsPerRequest }))) files.push(await file.text());
      expect(files).toEqual(lines.length > 0 ? [lines.join('')] : []);
    }),
    { numRuns: 400 },
  );
});

/** Counts what becomes of files; each is written to its end when it is told so. */
class Files {
  made = 0;
  dropped = 0;
  readonly ends: (() => void)[] = [];
  fault: Error | null = null;

  readonly sink = () => {
    this.made++;
    const meter = new PartMeter();
    const finish = meter.finish.bind(meter);
    meter.finish = async () => {
      await new Promise<void>((resolve) => this.ends.push(resolve));
      if (this.fault) throw this.fault;
      return finish();
    };
    meter.drop = async () => void this.dropped++;
    return meter;
  };
}

describe('filling', () => {
  const files = (count: number) => {
    const kept = new Files();
    return { kept, parts: fillParts(blocksOf(rows(count)), plan({ requestsPerBatch: 1 }), kept.sink) };
  };

  it('gives a full file before it is written to its end, and fills the next meanwhile', async () => {
    const { kept, parts } = files(5);
    const given: FullPart[] = [];
    for await (const part of parts) given.push(part);
    expect(given.map(({ k, requests }) => [k, requests])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(kept.ends.length).toBe(3);
    for (const end of kept.ends) end();
    expect(await Promise.all(given.map(({ whole }) => whole))).toHaveLength(3);
    expect(kept.dropped).toBe(0);
  });

  it('leaves nothing of a file that could not be written', async () => {
    const { kept, parts } = files(2);
    kept.fault = new Error('full');
    const { value } = await parts.next();
    kept.ends[0]!();
    await expect((value as FullPart).whole).rejects.toThrow('full');
    expect(kept.dropped).toBe(1);
    expect((await parts.next()).done).toBe(true);
    expect(kept.dropped).toBe(1);
  });

  it('drops the file that fills where nobody wants more', async () => {
    const { kept, parts } = files(5);
    await parts.next();
    await parts.return(undefined);
    expect([kept.made, kept.dropped]).toEqual([2, 1]);
  });

  it('writes each file whole before the next one fills where files are wanted whole', async () => {
    const kept = new Files();
    const parts = packParts(blocksOf(rows(5)), plan({ requestsPerBatch: 1 }), kept.sink);
    const first = parts.next();
    await new Promise((resolve) => setTimeout(resolve));
    expect([kept.made, kept.ends.length]).toEqual([2, 1]);
    kept.fault = new Error('full');
    kept.ends[0]!();
    await expect(first).rejects.toThrow('full');
    expect([kept.made, kept.dropped]).toEqual([2, 2]);
  });
});
