import type { ProviderName } from '#lib/core/recipe';
import { naivePass } from './naive.ts';
import { indexAnswers, readAnswers } from './read-answers.ts';
import { copyFiles, readResults } from './read-results.ts';
import { readTable } from './read-table.ts';
import { writeRequests } from './write-requests.ts';

/** What the bench's worker measures, by name. `files` are those chosen in its page. */
const tasks = {
  readTable: ([file]: File[]) => readTable(file!),
  writeRequests: (_files: File[], provider: ProviderName) => writeRequests(provider),
  naivePass: ([file]: File[], provider: ProviderName) => naivePass(file!, provider),
  indexAnswers: ([file]: File[]) => indexAnswers(file!),
  readAnswers,
  readResults,
  copyFiles,
};

export type Tasks = typeof tasks;

interface Asked {
  name: keyof Tasks;
  files: File[];
  provider: ProviderName;
}

self.addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  try {
    const value = await tasks[data.name](data.files, data.provider);
    self.postMessage({ ok: true, value });
  } catch (error) {
    self.postMessage({ ok: false, message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
});
