import { transfer } from 'comlink';
import { slabFilesHere } from '#lib/jobs/slab-files';
import type { FilesApi } from './files.api.ts';
import { serve } from './serve.ts';

serve({
  ...slabFilesHere,
  async append(key, slab) {
    const written = await slabFilesHere.append(key, slab);
    return transfer(written, [written.buffer]);
  },
} satisfies FilesApi);
