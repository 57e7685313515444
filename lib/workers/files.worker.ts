import { transfer } from 'comlink';
import { filesWorkHere } from '#lib/jobs/files-work';
import type { FilesApi } from './files.api.ts';
import { serve } from './serve.ts';

serve({
  ...filesWorkHere,
  async append(key, slab) {
    const written = await filesWorkHere.append(key, slab);
    return transfer(written, [written.buffer]);
  },
} satisfies FilesApi);
