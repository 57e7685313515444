import type { FilesWork } from '#lib/jobs/files-work';

/** Writes large files beside the engine. */
export type FilesApi = FilesWork;
