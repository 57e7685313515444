/** Pieces passed on in one turn of the event loop, by all uploads together. A piece is what one read of a socket gives, 64 kB or less. */
const PIECES_A_TURN = 4;

let passed = 0;
let isTicking = false;
let waiting: (() => void)[] = [];

function tick(): void {
  passed = 0;
  const next = waiting.splice(0, PIECES_A_TURN);
  passed = next.length;
  for (const go of next) go();
  isTicking = passed > 0;
  if (isTicking) setImmediate(tick);
}

/**
 * Resolves when an upload may take its next piece. Fifty uploads at full speed would otherwise each be read once in every turn,
 * and a poll, which needs several turns, would wait behind all of them each time. Uploads that wait are held back by their sockets.
 */
export function fairTurn(): Promise<void> | null {
  if (!isTicking) {
    isTicking = true;
    setImmediate(tick);
  }
  if (passed < PIECES_A_TURN && waiting.length === 0) {
    passed += 1;
    return null;
  }
  return new Promise((resolve) => waiting.push(resolve));
}
