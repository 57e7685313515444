/** Columns of the table that hold extracted fields; more stand in the row's panel. */
export const FIELD_COLUMNS = 40;

const LEAST_REM = { row: 5.5, id: 7, text: 16, field: 9, state: 12 };

/** Row number, id, text, one for each field, state: as tracks of a CSS grid, and the width below which it scrolls. */
export function gridColumns(fields: number): { tracks: string; width: string } {
  const { row, id, text, field, state } = LEAST_REM;
  const fieldTracks = fields > 0 ? `repeat(${fields}, minmax(${field}rem, 1fr))` : '';
  return {
    tracks: `${row}rem minmax(${id}rem, 0.7fr) minmax(${text}rem, 2.5fr) ${fieldTracks} ${state}rem`,
    width: `${row + id + text + field * fields + state}rem`,
  };
}
