/** Numbers with their units, as people read them. English figures throughout, so that a screen reads the same everywhere. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** 1234567 → "1 234 567", parted by narrow no-break spaces. */
export function figure(value: number): string {
  return whole.format(value).replaceAll(',', '\u202f');
}

/** "1 row", "2 000 rows", "3 batches". */
export function plural(value: number, noun: string): string {
  const ending = /(?:ch|s|x)$/u.test(noun) ? 'es' : 's';
  return `${figure(value)} ${noun}${value === 1 ? '' : ending}`;
}

/** Decimal units, three digits: "999 B", "1.25 MB". */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${figure(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${short.format(value)} ${units[unit]}`;
}

/** Share in whole percent: 100 only when all is done, 0 only when nothing is. */
export function percent(done: number, total: number): number {
  if (total <= 0 || done <= 0) return 0;
  if (done >= total) return 100;
  return Math.min(99, Math.max(1, Math.round((done / total) * 100)));
}

/** How long something takes or took, in milliseconds: "8 s", "12 min", "2 h 5 min", "3 days". */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) {
    const rest = minutes % 60;
    return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
  }
  return plural(Math.round(minutes / (24 * 60)), 'day');
}

/** "just now", "12 min ago", … */
export function agoWords(at: number, now: number): string {
  return now - at < 10_000 ? 'just now' : `${durationWords(now - at)} ago`;
}

/** Time until something, as a clock: "04:09", "1:02:30". Never below zero. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

export interface Pace {
  /** Units a second. */
  perSecond: number;
  leftMs: number;
}

/** Rate so far and time left; null while too little has happened to tell (2 s and 1% at least). */
export function pace(done: number, total: number, elapsedMs: number): Pace | null {
  if (elapsedMs < 2000 || done <= 0 || done < total / 100) return null;
  const perSecond = done / (elapsedMs / 1000);
  return { perSecond, leftMs: (Math.max(0, total - done) / perSecond) * 1000 };
}
