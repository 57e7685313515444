import type { Dataset } from '#lib/core/dataset';
import { rowsIn } from '#lib/core/manifest-runs';
import type { Manifest, ManifestBatch, ManifestRound } from '#lib/core/manifest';
import { pieceRanges } from '#lib/core/part-pieces';
import type { Recipe } from '#lib/core/recipe';
import { codecOf } from '#lib/providers/registry';
import { packPlan } from './build.ts';
import { orderedRows } from './ordered-rows.ts';
import { packParts, type PackedPart } from './pack.ts';
import { packedParts } from './rebuild-slots.ts';
import { rewriteRequests } from './rewrite-requests.ts';
import { Selector } from './selection.ts';

type Written = Pick<PackedPart, 'k' | 'file' | 'digest' | 'index'>;

/** What a round's files are written by. */
interface RoundPacking {
  manifest: Manifest;
  round: ManifestRound;
  recipe: Recipe;
  lineUrl: string;
}

const tagOf = ({ number, tag }: ManifestRound) => (number === 1 ? null : tag);

/** Which of the selected rows went out. Null: the manifest does not tell, and it was not simply all of them. */
function wantedOf({ sent, number }: ManifestRound, rowCount: number): ((row: number) => boolean) | null {
  if (!sent) return number === 1 ? () => true : null;
  const marks = new Uint8Array(rowCount);
  for (const row of rowsIn(sent, rowCount)) marks[row] = 1;
  return (row) => marks[row] === 1;
}

/** The files a divided one went to, by the same cuts; those of them that were divided again come after it. */
async function* piecesOf(
  whole: Written,
  part: ManifestBatch,
  byK: ReadonlyMap<number, ManifestBatch>,
  packing: RoundPacking,
): AsyncGenerator<Written> {
  const { manifest, round, recipe, lineUrl } = packing;
  const codec = codecOf(recipe.question.provider.provider);
  const frame = codec.frame({ question: recipe.question, prompt: '', lineUrl });
  const idsOf = (k: number) => (i: number) => codec.customId(manifest.job.id, k, i, tagOf(round));
  const into = part.splitInto ?? [];
  const index = { jobId: manifest.job.id, k: whole.k, ...whole.index };
  for (const [n, [from, to]] of into.length > 0 ? [...pieceRanges(index.offsets, into.length)].entries() : []) {
    const k = into[n]!;
    const piece = { k, ...(await rewriteRequests(whole.file, index, from, to, { frame, oldId: idsOf(whole.k), newId: idsOf(k) })) };
    yield piece;
    const again = byK.get(k);
    if (again) yield* piecesOf(piece, again, byK, packing);
  }
}

/**
 * Writes a round's files anew from the table, by the packing that wrote them first, those they were divided into included. Whoever takes
 * them compares their digests. Null: the manifest does not tell which rows went out.
 */
export function packAgain(dataset: Dataset, packing: RoundPacking): { selector: Selector; files: AsyncGenerator<Written> } | null {
  const { manifest, round, recipe, lineUrl } = packing;
  const isWanted = wantedOf(round, dataset.rowCount);
  const parts = packedParts(manifest.batches, round.number);
  if (!isWanted || parts.length === 0) return null;
  const byK = new Map(manifest.batches.map((part) => [part.k, part]));
  const firstK = Math.min(...parts.map(({ k }) => k));
  const plan = packPlan(recipe, lineUrl, manifest.job.id, tagOf(round), firstK);
  const selector = new Selector(dataset, recipe.question, recipe.sending, plan);
  async function* files() {
    for await (const packed of packParts(orderedRows({ selector, isWanted: isWanted! }, recipe.sending.order), plan)) {
      yield packed;
      const part = byK.get(packed.k);
      if (part) yield* piecesOf(packed, part, byK, packing);
    }
  }
  return { selector, files: files() };
}
