import type { TableProblem } from '#lib/core/dataset';
import { counted, named } from './words.ts';

/**
 * Names for the columns of a header: trimmed; an empty one is called `column N` by its place, a repeated one gets the
 * first free number, so that none is empty and none is repeated. A name that stands in the file keeps to its column.
 */
export function nameColumns(header: readonly string[]): { columns: string[]; problems: TableProblem[] } {
  const given = header.map((name) => name.trim());
  const reserved = new Set(given);
  const used = new Set<string>();
  const free = (name: string) => {
    let n = 2;
    while (reserved.has(`${name} ${n}`) || used.has(`${name} ${n}`)) n++;
    return `${name} ${n}`;
  };
  const repeated: string[] = [];
  const invented: string[] = [];
  const columns = given.map((name, i) => {
    const placed = `column ${i + 1}`;
    const column = name === '' ? (reserved.has(placed) ? free(placed) : placed) : used.has(name) ? free(name) : name;
    if (name === '') invented.push(column);
    else if (column !== name) repeated.push(column);
    used.add(column);
    return column;
  });
  return { columns, problems: headerProblems(repeated, invented) };
}

function headerProblems(repeated: string[], invented: string[]): TableProblem[] {
  const problems: TableProblem[] = [];
  if (repeated.length > 0) {
    const [repeats, are] = repeated.length === 1 ? ['repeats', 'is'] : ['repeat', 'are'];
    const message = `${counted(repeated.length, 'column')} ${repeats} the name of an earlier one and ${are} called ${named(repeated)} here. All rows keep their cells.`;
    problems.push({ code: 'duplicate-headers', rows: 0, examples: [], message });
  }
  if (invented.length > 0) {
    const verb = invented.length === 1 ? 'has no name in the header and is' : 'have no name in the header and are';
    problems.push({
      code: 'empty-headers',
      rows: 0,
      examples: [],
      message: `${counted(invented.length, 'column')} ${verb} called ${named(invented)} here. All rows keep their cells.`,
    });
  }
  return problems;
}
