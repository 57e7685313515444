import { eachRun, rowsIn } from '#lib/core/manifest-runs';
import type { Part } from '#lib/core/job';
import type { Manifest, ManifestRound } from '#lib/core/manifest';
import { permutation } from '#lib/core/permutation';
import type { RowOrder } from '#lib/core/recipe';

/** Rows that go out, in the order sent: as they stand in the table, or shuffled by the recipe's seed. */
export function inSentOrder(rows: Uint32Array, order: RowOrder): Uint32Array {
  return order.kind === 'source' ? rows : permutation(rows.length, order.seed).map((place) => rows[place]!);
}

/** Parts of a round as they were packed: those that others were divided into stand in their place. */
export function packedParts<P extends Pick<Part, 'k' | 'attempt' | 'splitInto'>>(parts: readonly P[], round: number): P[] {
  const pieces = new Set(parts.flatMap(({ splitInto }) => splitInto ?? []));
  return parts.filter(({ attempt, k }) => attempt === round && !pieces.has(k));
}

/**
 * The files that hold a round's rows, in the order sent, each row once: a file as packed, or where it is not here what it was divided
 * into.
 */
export function leavesOf<P extends Pick<Part, 'k' | 'attempt' | 'splitInto'>>(
  parts: readonly P[],
  round: number,
  isHere: (k: number) => boolean,
): P[] {
  const byK = new Map(parts.map((part) => [part.k, part]));
  const leaves = (part: P): P[] => {
    if (isHere(part.k) && !part.splitInto) return [part];
    return (part.splitInto ?? []).flatMap((k) => (byK.has(k) ? leaves(byK.get(k)!) : []));
  };
  return packedParts(parts, round).flatMap(leaves);
}

/** Rows of a round as the manifest tells them; the first round's are those it does not name as skipped. Null: it does not tell. */
function sentRows({ skipped }: Manifest, { sent, number }: ManifestRound, rowCount: number): Uint32Array | null {
  if (sent) return rowsIn(sent, rowCount);
  if (number > 1) return null;
  const isSkipped = new Uint8Array(rowCount);
  for (const runs of Object.values(skipped ?? {})) eachRun(runs, rowCount, (from, to) => isSkipped.fill(1, from, to));
  return rowsIn([0, rowCount], rowCount).filter((row) => !isSkipped[row]);
}

/**
 * Table row of each slot of a round, in the order sent, by the recipe's order alone. Null: the manifest does not tell, or tells another
 * number of rows than the round's files carry.
 */
export function slotRows(manifest: Manifest, round: ManifestRound, rowCount: number, slots: number): Uint32Array | null {
  const rows = sentRows(manifest, round, rowCount);
  const recipe = manifest.recipes.find(({ revision }) => revision === round.revision)?.recipe;
  return rows && recipe && rows.length === slots ? inSentOrder(rows, recipe.sending.order) : null;
}
