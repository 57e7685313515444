/** Figures as people read them here. Groups of three are parted by a narrow no-break space, units by a no-break space. */
const GROUP = '\u202f';
const SPACE = '\u00a0';

/** `1234567` → "1 234 567". */
export function formatCount(count: number): string {
  const digits = Math.abs(Math.round(count)).toString();
  const grouped = digits.replaceAll(/\B(?=(\d{3})+$)/g, GROUP);
  return count < 0 ? `−${grouped}` : grouped;
}

/** `(1, 'row', 'rows')` → "1 row". */
export function formatCounted(count: number, one: string, many: string): string {
  return `${formatCount(count)}${SPACE}${count === 1 ? one : many}`;
}

/** Decimal units, as providers state their limits: "999 B", "12.3 kB", "4.0 MB", "1.25 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)}${SPACE}B`;
  if (bytes < 999_950) return `${(bytes / 1e3).toFixed(1)}${SPACE}kB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)}${SPACE}MB`;
  return `${(bytes / 1e9).toFixed(2)}${SPACE}GB`;
}

/** `part` of `whole` as "45 %"; under one percent but not nothing as "<1 %", almost all as "99 %". */
export function formatPercent(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return `0${SPACE}%`;
  if (part >= whole) return `100${SPACE}%`;
  const percent = Math.floor((part / whole) * 100);
  return percent < 1 ? `<1${SPACE}%` : `${percent}${SPACE}%`;
}

const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
];

/** Two units at most: "45 s", "3 min 20 s", "2 h 5 min", "1 d 4 h". */
export function formatDuration(ms: number): string {
  const rounded = Math.max(0, Math.round(ms / 1000) * 1000);
  const first = UNITS.findIndex((unit) => rounded >= unit.ms);
  if (first === -1) return `0${SPACE}s`;
  let rest = rounded;
  return UNITS.slice(first, first + 2)
    .map((unit) => {
      const count = Math.floor(rest / unit.ms);
      rest -= count * unit.ms;
      return count ? `${count}${SPACE}${unit.name}` : '';
    })
    .filter(Boolean)
    .join(' ');
}

/** "just now", "5 min ago", "in 20 s"; over a week away the date. */
export function formatRelative(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance > 7 * 86_400_000) return formatDate(at);
  const unit = UNITS.find((unit) => distance >= unit.ms);
  if (!unit || (unit.name === 's' && distance < 10_000)) return at > now ? 'in a moment' : 'just now';
  const words = `${Math.floor(distance / unit.ms)}${SPACE}${unit.name}`;
  return at > now ? `in ${words}` : `${words} ago`;
}

/** "14 Oct 2026", in the reader's time zone. */
export function formatDate(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "14 Oct 2026, 15:04:05", in the reader's time zone. */
export function formatTime(at: number): string {
  return `${formatDate(at)}, ${new Date(at).toLocaleTimeString('en-GB')}`;
}

/** US dollars with as many digits as matter: "$0.0042", "$0.37", "$1 204.50". */
export function formatMoney(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars < 0.0001) return 'under $0.0001';
  if (dollars < 0.1) return `$${dollars.toPrecision(2)}`;
  const [whole, cents] = dollars.toFixed(2).split('.');
  return `$${formatCount(Number(whole))}.${cents}`;
}

/** "$0.12 to $0.30"; one figure where both read the same. */
export function formatMoneyRange(low: number, high: number): string {
  const [from, to] = [formatMoney(low), formatMoney(high)];
  return from === to ? from : `${from} to ${to}`;
}
