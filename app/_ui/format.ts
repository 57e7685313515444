/** The kit's own figures and dates. Words with units (bytes, durations, ages) are in `lib/core/measures.ts`, with the same grouping. */
const GROUP = '\u202f';

/** `1234567` → "1 234 567", parted by narrow no-break spaces. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, GROUP);
}

/** "14 Oct 2026", in the reader's time zone. */
export function formatDate(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "14 Oct 2026, 15:04:05", in the reader's time zone. */
export function formatTime(at: number): string {
  return `${formatDate(at)}, ${new Date(at).toLocaleTimeString('en-GB')}`;
}
