import type { Artifact } from '#lib/core/job';

export interface FileNode {
  kind: 'file';
  name: string;
  path: string;
  bytes: number;
}

export interface FolderNode {
  kind: 'folder';
  name: string;
  path: string;
  /** Of all files below. */
  bytes: number;
  children: (FileNode | FolderNode)[];
}

const byName = new Intl.Collator('en', { numeric: true });

function order(a: FileNode | FolderNode, b: FileNode | FolderNode): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return byName.compare(a.name, b.name);
}

function finish(folder: FolderNode): FolderNode {
  for (const child of folder.children) if (child.kind === 'folder') finish(child);
  folder.bytes = folder.children.reduce((sum, child) => sum + child.bytes, 0);
  folder.children.sort(order);
  return folder;
}

/** Files of the job directory as a tree: folders first, `batch_2` before `batch_10`. */
export function fileTree(jobId: string, files: Pick<Artifact, 'path' | 'bytes'>[]): FolderNode {
  const root: FolderNode = { kind: 'folder', name: jobId, path: '', bytes: 0, children: [] };
  for (const { path, bytes } of files) {
    const names = path.split('/');
    let folder = root;
    for (const name of names.slice(0, -1)) folder = subfolder(folder, name);
    folder.children.push({ kind: 'file', name: names.at(-1) ?? path, path, bytes });
  }
  return finish(root);
}

function subfolder(folder: FolderNode, name: string): FolderNode {
  const known = folder.children.find((child): child is FolderNode => child.kind === 'folder' && child.name === name);
  if (known) return known;
  const made: FolderNode = { kind: 'folder', name, path: folder.path ? `${folder.path}/${name}` : name, bytes: 0, children: [] };
  folder.children.push(made);
  return made;
}
