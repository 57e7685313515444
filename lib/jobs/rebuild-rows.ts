import type { Manifest, ManifestRound } from '#lib/core/manifest';
import { SKIP_REASONS } from '#lib/core/row-state';
import { inSentOrder, slotRows } from './rebuild-slots.ts';

/**
 * Row numbers of what was sent, without the table. As the manifest tells them; where it does not, the rows of the first round are numbered
 * as the recipe's order puts them among themselves, and those of later rounds have the numbers their ids got before.
 */
export class RowNumbers {
  rowCount: number;
  readonly #manifest: Manifest;
  readonly #byId = new Map<string, number>();
  readonly #sent = new Set<number>();
  #next = 0;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.rowCount = manifest.dataset?.rowCount ?? 0;
  }

  /** `take` gets the rows of each of the round's files, by its place among `ids`. */
  addRound(round: ManifestRound, ids: readonly (readonly string[])[], take: (at: number, rows: Uint32Array) => void): void {
    const slots = ids.reduce((sum, some) => sum + some.length, 0);
    const known = this.#rowsOf(round, slots);
    let slot = 0;
    ids.forEach((some, at) => {
      const rows = Uint32Array.from(some, (id) => this.#number(id, known?.[slot++]));
      take(at, rows);
    });
    this.rowCount = Math.max(this.rowCount, this.#next);
  }

  #rowsOf(round: ManifestRound, slots: number): Uint32Array | null {
    const rowCount = this.rowCount === 0 ? slots : this.rowCount;
    const told = slotRows(this.#manifest, round, rowCount, slots);
    if (told || round.number > 1) return told;
    const recipe = this.#manifest.recipes.find(({ revision }) => revision === round.revision)!.recipe;
    return inSentOrder(
      Uint32Array.from({ length: slots }, (_, row) => row),
      recipe.sending.order,
    );
  }

  #number(id: string, told: number | undefined): number {
    const row = told ?? this.#byId.get(id) ?? this.#next;
    if (!this.#byId.has(id)) this.#byId.set(id, row);
    this.#sent.add(row);
    this.#next = Math.max(this.#next, row + 1);
    return row;
  }

  /** Rows no file carries, as not selected. */
  unsent(): Uint8Array {
    const code = SKIP_REASONS.indexOf('not-selected') + 1;
    return Uint8Array.from({ length: this.rowCount }, (_, row) => (this.#sent.has(row) ? 0 : code));
  }
}
