const FREE_TRIES = 5;
const FIRST_WAIT_MS = 5000;
const MOST_WAIT_MS = 15 * 60_000;
const FORGET_MS = 60 * 60_000;
const MOST_ADDRESSES = 10_000;
/** From all addresses together: this many at once, then one more every few seconds. */
const OVERALL_TRIES = 60;
const OVERALL_REFILL_MS = 5000;

/** Slows down guessing. Tries count as wrong from their beginning, so that many at once are no way around it. */
export interface Throttle {
  /** Seconds to wait before a try from an address; 0: this is one. */
  begin(address: string): number;
  /** The try was right: it and earlier ones from there no longer count. */
  succeeded(address: string): void;
}

/** A household or an office has one IPv4 address, or one /64 of IPv6. */
function placeOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/** `now`: milliseconds. */
export function throttle(now: () => number = Date.now): Throttle {
  const places = new Map<string, { tries: number; last: number; until: number }>();
  let room = OVERALL_TRIES;
  let filledAt = now();

  function refill(): void {
    const more = Math.floor((now() - filledAt) / OVERALL_REFILL_MS);
    room = Math.min(OVERALL_TRIES, room + more);
    filledAt += more * OVERALL_REFILL_MS;
  }

  function note(place: string, tries: number): void {
    const wait = tries < FREE_TRIES ? 0 : Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - FREE_TRIES));
    places.delete(place);
    places.set(place, { tries, last: now(), until: now() + wait });
    const oldest = places.size > MOST_ADDRESSES ? places.keys().next().value : undefined;
    if (oldest !== undefined) places.delete(oldest);
  }

  return {
    begin(address) {
      const place = placeOf(address);
      const known = places.get(place);
      if (known && known.until > now()) return Math.ceil((known.until - now()) / 1000);
      refill();
      if (room <= 0) return Math.ceil((filledAt + OVERALL_REFILL_MS - now()) / 1000);
      room -= 1;
      note(place, known && now() - known.last < FORGET_MS ? known.tries + 1 : 1);
      return 0;
    },
    succeeded(address) {
      places.delete(placeOf(address));
      room = Math.min(OVERALL_TRIES, room + 1);
    },
  };
}
