import { expect, it, vi } from 'vitest';
import { dropOrphans } from './bytes.ts';
import { dropFiles, oldFiles } from './files.ts';

const kept = vi.hoisted(() => ({
  artifacts: [] as { blobKey: string }[],
  datasets: [] as { pagesKey?: string }[],
  answerFiles: [] as string[],
}));
vi.mock('./db.ts', () => ({
  db: {
    artifacts: { each: async (visit: (file: { blobKey: string }) => void) => kept.artifacts.forEach((file) => visit(file)) },
    datasets: { toArray: async () => kept.datasets },
    answerFiles: { toCollection: () => ({ primaryKeys: async () => kept.answerFiles }) },
  },
}));
vi.mock('./files.ts', () => ({ oldFiles: vi.fn<() => Promise<string[]>>(), dropFiles: vi.fn<(keys: string[]) => Promise<void>>() }));

it('removes files no record names, also none that was named while they were listed', async () => {
  kept.artifacts = [{ blobKey: 'opfs:requests' }, { blobKey: 'a-blob' }];
  kept.datasets = [{ pagesKey: 'opfs:pages' }, {}];
  kept.answerFiles = ['opfs:answers', 'a-blob-too'];
  vi.mocked(oldFiles).mockImplementation(async () => {
    kept.artifacts.push({ blobKey: 'opfs:late' });
    return ['opfs:requests', 'opfs:pages', 'opfs:answers', 'opfs:late', 'opfs:left'];
  });
  await dropOrphans();
  expect(dropFiles).toHaveBeenCalledWith(['opfs:left']);
});
