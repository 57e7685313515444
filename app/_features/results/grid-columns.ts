/** Columns of the table that hold extracted fields; more stand in the row's panel. */
export const FIELD_COLUMNS = 40;

/** One column of answers: a field as this job has it, as the job beside it has it, or one that only that job has. */
export interface FieldColumn {
  field: string;
  of: 'mine' | 'beside' | 'beside only';
}

/** Columns in order: each field, followed by the other job's where one is looked at; fields only the other has come last. */
export function fieldColumns(mine: readonly string[], beside: readonly string[] | null): FieldColumn[] {
  const theirs = beside ?? [];
  const paired = mine.flatMap((field): FieldColumn[] => [
    { field, of: 'mine' },
    ...(theirs.includes(field) ? [{ field, of: 'beside' as const }] : []),
  ]);
  const others = theirs.filter((field) => !mine.includes(field));
  return [...paired, ...others.map((field): FieldColumn => ({ field, of: 'beside only' }))];
}

const LEAST_REM = { id: 7, text: 16, field: 9, state: 13 };
/** For numbers below a million, and above. */
const ROW_REM = [5.5, 6.5] as const;

/** Row number, id, text, one for each field, one or two states: as tracks of a CSS grid, and the width below which it scrolls. */
export function gridColumns(fields: number, states: number, rowCount: number): { tracks: string; leastRem: number } {
  const { id, text, field, state } = LEAST_REM;
  const row = ROW_REM[rowCount < 1_000_000 ? 0 : 1];
  const fieldTracks = fields > 0 ? `repeat(${fields}, minmax(${field}rem, 1fr))` : '';
  return {
    tracks: `${row}rem minmax(${id}rem, 0.7fr) minmax(${text}rem, 2.5fr) ${fieldTracks} repeat(${states}, ${state}rem)`,
    leastRem: row + id + text + field * fields + state * states,
  };
}
