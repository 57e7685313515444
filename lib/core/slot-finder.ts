/**
 * Finds the place of a dataset row among the slots of a part (PartIndex.rows); -1 where the part does not carry it. Eight
 * bytes a slot, sorted once.
 */
export function slotFinder(rows: Uint32Array): (row: number) => number {
  const slots = rows.length;
  // Row and slot in one number: plain numbers are sorted without a call for each comparison.
  const keys = Float64Array.from(rows, (row, slot) => row * slots + slot).sort();
  return (row) => {
    const wanted = row * slots;
    let [low, high] = [0, slots];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    const slot = low < slots ? keys[low]! - wanted : slots;
    return slot < slots ? slot : -1;
  };
}
