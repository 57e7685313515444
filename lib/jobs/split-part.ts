import type { Part, PartIndex } from '#lib/core/job';
import { transition } from '#lib/core/part-machine';
import { pieceOf, pieceRanges } from '#lib/core/part-pieces';
import { codecOf } from '#lib/providers/registry';
import { db } from '#lib/storage/db';
import { artifactBlob, getPartIndex, listParts, logEvent, putArtifact } from '#lib/storage/jobs';
import { attemptRecipe } from './build.ts';
import { customIdsOf } from './custom-ids.ts';
import type { Work } from './desk.ts';
import { rewriteRequests, type Rewriting } from './rewrite-requests.ts';

interface Piece {
  part: Part;
  index: PartIndex;
  file: Blob;
}

/** What a piece's file is written by: the provider's frame, and its own custom ids. */
function rewritingFor(index: PartIndex, k: number, { job, attempt }: Work): Rewriting {
  const { question } = attemptRecipe(job, attempt);
  const codec = codecOf(question.provider.provider);
  const frame = codec.frame({ question, prompt: '', lineUrl: job.endpoint.lineUrl });
  return { frame, oldId: customIdsOf(job, attempt, index, index), newId: customIdsOf(job, attempt, { k }, null) };
}

async function writePiece(
  part: Part,
  whole: { file: Blob; index: PartIndex },
  [from, to]: [number, number],
  k: number,
  work: Work,
): Promise<Piece> {
  const { paths } = codecOf(attemptRecipe(work.job, work.attempt).question.provider.provider);
  const { file, digest, index } = await rewriteRequests(whole.file, whole.index, from, to, rewritingFor(whole.index, k, work));
  const facts = { k, path: paths.input(k), bytes: file.size, rows: index.rows.length, requests: to - from, digest };
  return { part: pieceOf(part, facts), index: { jobId: part.jobId, k, ...index }, file };
}

/**
 * Divides a part that was not sent: its requests go, as they are, into `pieces` files with numbers and custom ids of their own, and it is
 * marked as divided. Its file stays, and no row changes its state. All of it is stored as one.
 */
export async function splitPart(part: Part, work: Work, pieces: number): Promise<void> {
  const { jobId } = part;
  const [file, index] = await Promise.all([artifactBlob(jobId, part.path), getPartIndex(jobId, part.k)]);
  if (!file || !index) throw new Error(`${part.path} or its index is missing.`);
  const firstK = (await listParts(jobId)).reduce((next, other) => Math.max(next, other.k + 1), 0);
  const written: Piece[] = [];
  for (const range of pieceRanges(index.offsets, pieces)) {
    written.push(await writePiece(part, { file, index }, range, firstK + written.length, work));
  }
  const into = written.map((piece) => piece.part.k);
  const tables = [db.parts, db.partIndexes, db.artifacts, db.blobs, db.attempts, db.events, db.jobs];
  await db.transaction('rw', tables, async () => {
    const stored = await db.parts.get([jobId, part.k]);
    const change = stored && transition(stored, { type: 'split', into });
    if (!change) return;
    for (const piece of written) {
      await putArtifact(jobId, piece.part.path, piece.file);
      await db.partIndexes.put(piece.index);
      await db.parts.put(piece.part);
    }
    await db.parts.put({ ...stored, ...change });
    await db.attempts.update([jobId, part.attempt], { batches: work.attempt.batches + into.length - 1 });
    await logEvent({
      jobId,
      k: part.k,
      kind: 'round',
      message: `This batch is more than the provider’s queue takes at once: its ${part.rows} rows go in ${into.length} smaller batches.`,
      details: `Batch files ${into.join(', ')}.`,
    });
  });
}
