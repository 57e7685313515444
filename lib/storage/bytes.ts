import { Dexie } from 'dexie';
import { BlobBytes, type ByteReader } from './blob-bytes.ts';
import { db } from './db.ts';
import { dropFiles, fileBytes, isFileKey, keptFile, oldFiles } from './files.ts';
import { readSlice } from './joined-reads.ts';
import { readPiece } from './open-files.ts';

/** Bytes by their key, wherever they are kept; undefined where they are gone. */
export async function bytesOf(key: string): Promise<Blob | undefined> {
  return isFileKey(key) ? keptFile(key) : (await db.blobs.get(key))?.blob;
}

/** The same one after another. */
export async function byteReader(key: string): Promise<ByteReader | undefined> {
  if (isFileKey(key)) return fileBytes(key);
  const blob = await bytesOf(key);
  return blob && new BlobBytes(blob);
}

/** So many of them from a place on; undefined where not all are there. */
export async function pieceOf(key: string, at: number, length: number): Promise<ArrayBuffer | undefined> {
  const piece = isFileKey(key) ? await readPiece(key, at, length) : null;
  if (piece) return piece;
  const slice = (await bytesOf(key))?.slice(at, at + length);
  return slice?.size === length ? readSlice(slice) : undefined;
}

/** Removes bytes that no record names any more, with the transaction this is part of, if there is one. */
export async function dropBytes(keys: readonly string[]): Promise<void> {
  await db.blobs.bulkDelete(keys.filter((key) => !isFileKey(key)));
  const files = keys.filter(isFileKey);
  if (files.length === 0) return;
  const drop = () => void dropFiles(files);
  // Should the transaction fail, its records name the files still.
  if (Dexie.currentTransaction) Dexie.currentTransaction.on('complete', drop);
  else drop();
}

/**
 * Removes files that no record names: what a tab left that was closed while it wrote. The files are listed before their names are: one
 * that is named meanwhile is found to be.
 */
export async function dropOrphans(): Promise<void> {
  const old = await oldFiles();
  if (old.length === 0) return;
  const named = new Set<string>();
  await db.artifacts.each(({ blobKey }) => void named.add(blobKey));
  for (const { pagesKey } of await db.datasets.toArray()) if (pagesKey) named.add(pagesKey);
  for (const key of await db.answerFiles.toCollection().primaryKeys()) named.add(key);
  await dropFiles(old.filter((key) => !named.has(key)));
}
