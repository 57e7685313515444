import type { PartIndex } from '#lib/core/job';
import { codecOf } from '#lib/providers/registry';

/** Requests of a small part: how many rows each carries. */
export function partOf(rowsPerRequest: readonly number[]): { index: PartIndex; customIds: string[]; requests: number } {
  const starts = Uint32Array.from([
    0,
    ...rowsPerRequest.map((_, at) => rowsPerRequest.slice(0, at + 1).reduce((sum, rows) => sum + rows, 0)),
  ]);
  const slots = starts.at(-1)!;
  return {
    index: {
      jobId: 'job',
      k: 0,
      rows: Uint32Array.from({ length: slots }, (_, slot) => slot),
      starts,
      offsets: new Uint32Array(rowsPerRequest.length + 1),
      ids: Array.from({ length: slots }, (_, slot) => `row-${slot}`),
    },
    customIds: rowsPerRequest.map((_, request) => codecOf('openai').customId('job', 0, request, null)),
    requests: rowsPerRequest.length,
  };
}

/** A line of an output file answering the rows of one request. */
export function answerLine(customId: string, ids: readonly string[], more: object = {}): string {
  const content = JSON.stringify({ all_results: ids.map((id) => ({ input_id: id, tone: `of ${id}` })) });
  const body = { model: 'm-1', choices: [{ message: { content } }], usage: { prompt_tokens: 10, completion_tokens: 4 } };
  return JSON.stringify({ id: 'r', custom_id: customId, response: { status_code: 200, body }, error: null, ...more });
}
