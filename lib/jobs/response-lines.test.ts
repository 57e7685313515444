import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecOf } from '#lib/providers/registry';
import { blobPieces } from './blob-lines.ts';
import { answerLine, partOf } from './collect.fixture.ts';
import { customIdReader, findResponses, quickCustomIdReader, type CustomIdOf, type ResponseFile } from './response-lines.ts';

const codec = codecOf('openai');
const { customIds } = partOf([1, 1, 1, 1]);
const part = { jobId: 'job', k: 0, requests: 4 };
const find = (customId: string | null) => (customId === null ? -1 : customIds.indexOf(customId));
const fileOf = (file: 1 | 2, lines: string[]): ResponseFile => ({
  file,
  pieces: blobPieces(new Blob([lines.map((line) => `${line}\n`).join('')])),
});

const line = fc.oneof(
  fc.tuple(fc.constantFrom(...customIds, 'other-0-1'), fc.boolean()).map(([id, isPretty]) => {
    const text = answerLine(id, ['row-0']);
    return isPretty ? text.replaceAll('":', '" : ') : text;
  }),
  fc.constantFrom('', 'no json', '{"response":{},"custom_id":"job-0-1"}', '[]', `{"custom_id":"${customIds[2]}"`),
);

async function foundBy(files: ResponseFile[], customIdOf: CustomIdOf) {
  const { responses, order, ...counts } = await findResponses(part, files, find, customIdOf);
  return { ...counts, order: [...order], file: [...responses.file], offset: [...responses.offset], length: [...responses.length] };
}

describe('findResponses', () => {
  it('takes the first line of each request, and counts strays and repeats', async () => {
    const lines = [answerLine(customIds[2]!, ['a']), 'broken', answerLine(customIds[0]!, ['b']), answerLine(customIds[2]!, ['c'])];
    const found = await foundBy(
      [fileOf(1, lines), fileOf(2, [answerLine(customIds[3]!, []), answerLine('x', [])])],
      quickCustomIdReader(codec),
    );
    expect(found).toMatchObject({ lines: 6, stray: 2, repeated: 1, order: [2, 0, 3], file: [1, 0, 1, 2] });
    expect(found.length[2]).toBe(lines[0]!.length);
    expect(found.offset[0]).toBe(lines[0]!.length + 'broken'.length + 2);
  });

  it('finds the same by the first bytes of a line as by parsing it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 4 }), async (output, errors) => {
        const found = (customIdOf: CustomIdOf) => foundBy([fileOf(1, output), fileOf(2, errors)], customIdOf);
        expect(await found(quickCustomIdReader(codec))).toEqual(await found(customIdReader(codec)));
      }),
    );
  });
});
