/** A table of `rows` texts of `characters` characters that no compression makes small. */
export function wordyTable(name: string, rows: number, characters: number): { name: string; bytes: Buffer } {
  let seed = 7;
  const letter = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(97 + ((seed >> 16) % 26));
  };
  const text = () => Array.from({ length: characters }, letter).join('');
  return { name, bytes: Buffer.from(`id,text\n${Array.from({ length: rows }, (_, n) => `r${n},${text()}`).join('\n')}\n`) };
}
