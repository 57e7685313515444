import { parseManifest, MANIFEST_BYTES, type Manifest } from '#lib/core/manifest';
import type { Trouble } from '#lib/core/job';
import { openZip, zipTrouble } from '#lib/table/zip-reader';
import { readZipFile } from '#lib/table/read-zip';
import { ZipFault } from '#lib/table/zip-directory';
import { foldersOf, isJobFile, type BundleFolder } from './import-bundle-folders.ts';
import { originalManifest } from './original-folder.ts';
import { InputFileError } from './rebuild-elements.ts';

/** A job's folder read: what it is, and its files. */
export interface ReadFolder {
  manifest: Manifest;
  /** Files of the job directory, checked, by path. */
  files: Map<string, Blob>;
  /** The table as it was dropped; null: it did not come with the job. */
  source: Blob | null;
}

export type FolderReading = ({ ok: true } & ReadFolder) | { ok: false; trouble: Trouble };

export type Folders = { ok: true; folders: BundleFolder[] } | { ok: false; trouble: Trouble };

const NO_JOB: Trouble = {
  what: 'This zip holds no job.',
  meaning: 'Nothing was taken in, and nothing was sent.',
  todo: 'Choose a bundle saved here, or a zip of a job folder of the Python library: one with “batch_input” in it.',
  details: null,
};

/** The job folders of a zip, by its directory alone. */
export async function bundleFolders(zip: Blob): Promise<Folders> {
  const reading = await openZip(zip);
  if (!reading.ok) return reading;
  const folders = foldersOf(reading.files);
  return folders.length > 0 ? { ok: true, folders } : { ok: false, trouble: NO_JOB };
}

const problem = (what: string): { ok: false; trouble: Trouble } => ({ ok: false, trouble: zipTrouble(what) });

async function filesOf(zip: Blob, folder: BundleFolder, onBytes: (bytes: number) => void): Promise<Map<string, Blob>> {
  const files = new Map<string, Blob>();
  for (const [path, file] of folder.files) if (isJobFile(path)) files.set(path, await readZipFile(zip, file, onBytes));
  return files;
}

/** The one file under `source/`. */
async function sourceOf(zip: Blob, { files }: BundleFolder, onBytes: (bytes: number) => void): Promise<Blob | null> {
  const found = [...files].filter(([path]) => /^source\/[^/]+$/.test(path));
  return found.length === 1 ? readZipFile(zip, found[0]![1], onBytes) : null;
}

/** Reads a job's folder whole, each file checked; `onBytes` hears of bytes as they are read. What is wrong with it comes back in words. */
export async function readFolder(zip: Blob, folder: BundleFolder, onBytes: (bytes: number) => void): Promise<FolderReading> {
  try {
    const told = folder.files.get('job.json');
    if (told && told.bytes > MANIFEST_BYTES) return problem('The description of this job in the zip is too large to be read.');
    const reading = told && parseManifest(await (await readZipFile(zip, told)).text());
    if (reading && !reading.ok) return reading;
    const files = await filesOf(zip, folder, onBytes);
    const manifest = reading?.manifest ?? (await originalManifest(folder.root, files));
    return { ok: true, manifest, files, source: await sourceOf(zip, folder, onBytes) };
  } catch (error) {
    if (error instanceof ZipFault) return problem(`This zip cannot be taken in. ${error.message}`);
    if (error instanceof InputFileError) return problem(`This job folder cannot be taken in. ${error.message}`);
    throw error;
  }
}
