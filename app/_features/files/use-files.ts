'use client';
import { useLiveQuery } from 'dexie-react-hooks';
import { useCallback, useMemo } from 'react';
import { artifactBlob, listArtifacts } from '#lib/storage/jobs';
import { saveBlob } from '../job/save-blob.ts';
import { fileTree } from './file-tree.ts';

/** The job directory; undefined while it is read. */
export function useFiles(jobId: string) {
  const files = useLiveQuery(() => listArtifacts(jobId), [jobId]);
  return useMemo(() => files && { files, tree: fileTree(jobId, files) }, [files, jobId]);
}

/** Saves one file under its own name. Throws where its bytes are gone. */
export function useSaveFile(jobId: string) {
  return useCallback(
    async (path: string) => {
      const blob = await artifactBlob(jobId, path);
      if (!blob) throw new Error(`There are no bytes under ${path}.`);
      saveBlob(blob, path.slice(path.lastIndexOf('/') + 1));
    },
    [jobId],
  );
}
