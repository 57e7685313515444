/**
 * The shuffle of pandas `DataFrame.sample(frac=1, random_state=seed)`: NumPy's legacy RandomState, that is
 * MT19937 seeded by `init_genrand`, then Fisher–Yates from the end with masked rejection.
 */

const N = 624;
const M = 397;

/** Unsigned 32-bit draws of the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998). */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let i = 1; i < N; i++) {
    const before = state[i - 1]!;
    state[i] = Math.imul(before ^ (before >>> 30), 1812433253) + i;
  }
  let next = N;
  const refill = () => {
    for (let i = 0; i < N; i++) {
      const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % N]! & 0x7fffffff);
      state[i] = state[(i + M) % N]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    next = 0;
  };
  return () => {
    if (next === N) refill();
    let word = state[next++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

/** All ones from the highest set bit of `value` down. */
function maskOf(value: number): number {
  return value === 0 ? 0 : 0xffffffff >>> Math.clz32(value);
}

/**
 * Order of `n` rows under a seed: position → row. Equal to pandas for seeds up to 2³²−1;
 * pandas refuses larger ones, here they wrap around.
 */
export function permutation(n: number, seed: number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  const draw = mersenneTwister(seed % 0x100000000);
  for (let i = n - 1; i > 0; i--) {
    const mask = maskOf(i);
    let j = (draw() & mask) >>> 0;
    while (j > i) j = (draw() & mask) >>> 0;
    const row = order[i]!;
    order[i] = order[j]!;
    order[j] = row;
  }
  return order;
}

/** The rows pandas `sample(n=count, random_state=seed)` takes of `n`, in source order; all of them if `count` is larger. */
export function sampleRows(n: number, count: number, seed: number): Uint32Array<ArrayBuffer> {
  return permutation(n, seed).slice(0, Math.max(0, count)).sort();
}
