import { transfer } from 'comlink';
import { readSegment } from '#lib/jobs/read-segment';
import type { DecodeApi } from './decode.api.ts';
import { serve } from './serve.ts';

serve({
  async readSegment(task) {
    const result = await readSegment(task);
    return result === 'misread' ? result : transfer(result, [result.answers.bytes.buffer]);
  },
} satisfies DecodeApi);
