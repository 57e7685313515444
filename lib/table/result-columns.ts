const BEFORE = ['row', 'id'] as const;
const AFTER = ['_state', '_model', '_round', '_batch_id'] as const;

/**
 * Header of a results table, in the order its cells go: `row`, `id`, the source columns, the extracted fields, `_state`, `_model`, `_round`,
 * `_batch_id`. No name comes twice. These six always mean the same, so they keep their names; a source column keeps its
 * own unless it is one of the six (`id` becomes `id (source)`); an extracted field unless the six or a source column have it (`year
 * (extracted)`). Where even that is taken a number follows. Names count as equal only letter by letter.
 */
export function resultColumns(source: readonly string[], extracted: readonly string[]): string[] {
  const taken = new Set<string>([...BEFORE, ...AFTER]);
  const spoken = new Set([...source, ...extracted]);
  const claim = (name: string, suffix: string) => {
    let column = name;
    for (let n = 1; taken.has(column) || (column !== name && spoken.has(column)); n++) {
      column = `${name} (${suffix}${n === 1 ? '' : ` ${n}`})`;
    }
    taken.add(column);
    return column;
  };
  const sourceColumns = source.map((name) => claim(name, 'source'));
  const extractedColumns = extracted.map((name) => claim(name, 'extracted'));
  return [...BEFORE, ...sourceColumns, ...extractedColumns, ...AFTER];
}
