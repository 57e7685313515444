import type { RequestFrame } from '#lib/core/request-frame';
import { responseFormat } from '#lib/core/response-format';
import { optionsOf } from '#lib/core/recipe';
import type { EncodeInput } from '../provider.ts';
import { temperatureFor } from './temperature.ts';
import { effortOf } from './thinking.ts';

/**
 * The bytes around each request of a batch file, in the Python original's key order:
 * `{custom_id, method, url, body: {model, temperature?, reasoning_effort?, response_format, messages, max_completion_tokens?}}`, one to a line.
 */
export function frame({ question, prompt, lineUrl }: EncodeInput): RequestFrame {
  const options = optionsOf(question, 'openai');
  const temperature = temperatureFor(question.model, options.temperature);
  const effort = effortOf(question.thinking);
  const head = JSON.stringify({
    model: question.model,
    ...(temperature !== null && { temperature }),
    ...(effort !== null && { reasoning_effort: effort }),
    response_format: responseFormat(question.schema, options),
  });
  const system = JSON.stringify({ role: 'system', content: prompt });
  const limit = options.outputLimit === null ? '' : `,"max_completion_tokens":${options.outputLimit}`;
  return {
    open: '',
    separator: '\n',
    close: '\n',
    beforeId: '{"custom_id":"',
    afterId: `","method":"POST","url":${JSON.stringify(lineUrl)},"body":${head.slice(0, -1)},"messages":[${system},{"role":"user","content":"[`,
    end: `]"}]${limit}}}`,
  };
}

/** Paths in the job directory, as the Python original names them. */
export const paths = {
  input: (k: number) => `batch_input/batch_${k}.jsonl`,
  submission: (_k: number, batchId: string) => `batch_output/submission_${batchId}.json`,
  output: (_k: number, batchId: string) => `batch_output/batch_result_${batchId}.jsonl`,
  errors: (_k: number, batchId: string) => `batch_output/batch_error_${batchId}.txt`,
};

/** Id of request i of file k; `i` restarts with each file. Rounds after the first carry their tag. */
export function customId(jobId: string, k: number, i: number, tag: string | null): string {
  return tag === null ? `${jobId}-${k}-${i}` : `${jobId}-${k}-${i}-${tag}`;
}
