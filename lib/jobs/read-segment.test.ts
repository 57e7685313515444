import { describe, expect, it } from 'vitest';
import { ROW_STATES } from '#lib/core/row-state';
import { storedAnswers, unpackAnswers } from '#lib/storage/pack-record';
import { answerLine, partOf } from './collect.fixture.ts';
import { decodeSegment, type SegmentTask } from './read-segment.ts';

const prices = { rates: { input: 2, output: 10 }, above: null, batchFactor: 0.5 } as unknown as SegmentTask['prices'];

function taskOf(lines: string[], rowsPerRequest: number[], more: Partial<SegmentTask> = {}) {
  const { index, customIds } = partOf(rowsPerRequest);
  const bytes = new TextEncoder().encode(lines.join('\n'));
  const lengths = lines.map((line) => new TextEncoder().encode(line).length);
  const offsets = lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length + 1, 0));
  const task: Omit<SegmentTask, 'bytes'> = {
    jobId: 'job',
    k: 0,
    first: 40,
    offsets: Uint32Array.from(offsets),
    lengths: Uint32Array.from(lengths),
    customIds,
    starts: index.starts,
    ids: index.ids,
    provider: 'openai',
    schema: null,
    prices: null,
    ...more,
  };
  return { bytes, task };
}

function readOf(lines: string[], rowsPerRequest: number[], more?: Partial<SegmentTask>) {
  const { bytes, task } = taskOf(lines, rowsPerRequest, more);
  const read = decodeSegment(bytes, task);
  if (read === 'misread') throw new Error(read);
  const { records, bytes: packed } = read.answers;
  const packs = records.map((record) => unpackAnswers(storedAnswers(record, packed.slice(record.at, record.at + record.bytes).buffer)));
  return { result: read, packs, states: Array.from(read.states, (code) => ROW_STATES[code]) };
}

const { customIds } = partOf([2, 3, 1]);
const schema = { type: 'object', properties: { tone: { type: 'string', enum: ['of row-0'] } }, required: ['tone'] };

describe('decodeSegment', () => {
  it('has one answer for every row, in the order of the lines and of the rows in each', () => {
    const lines = [answerLine(customIds[0]!, ['row-1', 'row-0']), answerLine(customIds[1]!, ['row-3', 'row-9']), 'x'.repeat(0)];
    const { states, packs, result } = readOf(lines.slice(0, 2), [2, 3], { customIds: customIds.slice(0, 2) });
    expect(states).toEqual(['ok', 'ok', 'missing', 'ok', 'missing']);
    expect(packs).toHaveLength(1);
    expect(packs[0]).toMatchObject({ jobId: 'job', k: 0, first: 40, models: ['', 'm-1'] });
    expect(packs[0]!.values.map((value) => (value === '' ? null : JSON.parse(value).input_id))).toEqual([
      'row-0',
      'row-1',
      null,
      'row-3',
      null,
    ]);
    expect([...packs[0]!.modelOf]).toEqual([1, 1, 1, 1, 1]);
    expect(result).toMatchObject({ fields: ['tone'], failed: null });
  });

  it('checks answers against the schema, and shares out what lost rows cost', () => {
    const lines = [answerLine(customIds[0]!, ['row-0', 'row-1'])];
    const { states, result } = readOf(lines, [2], { customIds: customIds.slice(0, 1), schema, prices });
    expect(states).toEqual(['ok', 'invalid']);
    expect(result.usage).toEqual({
      all: { inputTokens: 10, outputTokens: 4, cachedTokens: 0, reasoningTokens: 0 },
      lost: { inputTokens: 5, outputTokens: 2, cachedTokens: 0, reasoningTokens: 0 },
      usd: { all: 0.00003, lost: 0.000015 },
    });
  });

  it('closes a pack after every 250 rows', () => {
    const { index } = partOf([625]);
    const { packs } = readOf([answerLine(customIds[0]!, index.ids)], [625], { customIds: customIds.slice(0, 1) });
    expect(packs.map(({ first, values }) => [first, values.length])).toEqual([
      [40, 250],
      [290, 250],
      [540, 125],
    ]);
  });

  it('reads nothing of a segment with a line that is not what it was taken for', () => {
    for (const line of [answerLine(customIds[1]!, ['row-0']), answerLine(customIds[0]!, []).replace(':200', ':2x')]) {
      const { bytes, task } = taskOf([line], [1], { customIds: customIds.slice(0, 1) });
      expect(decodeSegment(bytes, task)).toBe('misread');
    }
  });

  it('keeps failed lines where the provider has no file for them', async () => {
    const line = (id: string, result: object) => JSON.stringify({ custom_id: id, result });
    const lines = [
      line('a', { type: 'errored', error: { type: 'api_error', message: 'Größe' } }),
      line('b', { type: 'succeeded', message: {} }),
      line('c', { type: 'expired' }),
    ];
    const { result } = readOf(lines, [1, 1, 1], { provider: 'anthropic', customIds: ['a', 'b', 'c'] });
    expect(await result.failed!.text()).toBe(`${lines[0]}\n${lines[2]}\n`);
  });
});
