import type { SlabFiles } from '#lib/jobs/slab-files';

/** Writes large files beside the engine. */
export type FilesApi = SlabFiles;
