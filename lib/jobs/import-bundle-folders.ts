import type { ZipFile } from '#lib/table/zip-reader';

/** A job's folder in a zip. `own`: with a `job.json`; `original`: as the Python original leaves it. */
export interface BundleFolder {
  kind: 'own' | 'original';
  /** What all its paths begin with: `culture-k3fa/`, or nothing where the zip is the folder itself. */
  root: string;
  /** By path inside the folder. */
  files: Map<string, ZipFile>;
}

/** What operating systems put into zips by themselves. */
const NOISE = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;
const MARKS = [/^(.*\/)?job\.json$/, /^(.*\/)?batch_input\/(?:batch_\d+\.jsonl|requests(?:_\d+)?\.json)$/];

function rootOf(path: string): string | null {
  for (const mark of MARKS) {
    const found = mark.exec(path);
    if (found) return found[1] ?? '';
  }
  return null;
}

/** The job folders of a zip, wherever they lie in it. Everything else is passed over. */
export function foldersOf(files: readonly ZipFile[]): BundleFolder[] {
  const real = files.filter(({ path }) => !NOISE.test(path));
  const roots = [...new Set(real.map(({ path }) => rootOf(path)).filter((root) => root !== null))].sort();
  return roots.map((root) => {
    const own = real.filter(({ path }) => path.startsWith(root)).map((file) => [file.path.slice(root.length), file] as const);
    const inside = new Map(own);
    return { kind: inside.has('job.json') ? 'own' : 'original', root, files: inside };
  });
}

/** Files that belong to a job's directory itself: what was sent and what came back. */
export function isJobFile(path: string): boolean {
  return /^batch_(input|output)\/[^/]+$/.test(path);
}
