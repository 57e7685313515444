import { classes } from './classes.ts';
import { formatCount } from './format.ts';
import { ledgerSegments, type LedgerEntry } from './ledger-segments.ts';

const FILLS: Record<string, string> = {
  skipped: 'fill-state-skipped',
  waiting: 'fill-state-waiting',
  sent: 'fill-state-sent',
  ok: 'fill-state-ok',
  invalid: 'fill-state-invalid',
  missing: 'fill-state-missing',
  duplicate: 'fill-state-duplicate',
  refused: 'fill-state-refused',
  truncated: 'fill-state-truncated',
  failed: 'fill-state-failed',
  expired: 'fill-state-expired',
  cancelled: 'fill-state-cancelled',
};

const DOTS: Record<string, string> = {
  skipped: 'bg-state-skipped',
  waiting: 'bg-state-waiting',
  sent: 'bg-state-sent',
  ok: 'bg-state-ok',
  invalid: 'bg-state-invalid',
  missing: 'bg-state-missing',
  duplicate: 'bg-state-duplicate',
  refused: 'bg-state-refused',
  truncated: 'bg-state-truncated',
  failed: 'bg-state-failed',
  expired: 'bg-state-expired',
  cancelled: 'bg-state-cancelled',
};

/** A small square in a row state's colour; words must stand beside it. Null: none yet, its place is kept. */
export function StateDot({ state }: { state: string | null }) {
  return (
    <span
      aria-hidden="true"
      className={classes('inline-block size-[9px] shrink-0 rounded-[2px] forced-color-adjust-none', state !== null && DOTS[state])}
    />
  );
}

export interface LedgerBarProps {
  /** In the order to show; what has no rows is left out. */
  entries: LedgerEntry[];
  /** Words and counts under the bar; without them the bar's own name carries them. */
  legend?: boolean;
  thin?: boolean;
}

/** What became of the rows, as one stacked bar in the ledger's colours. */
export function LedgerBar({ entries, legend = false, thin = false }: LedgerBarProps) {
  const present = entries.filter((entry) => entry.count > 0);
  const name = present.map((entry) => `${formatCount(entry.count)} ${entry.label}`).join(', ') || 'No rows';
  return (
    <div className="min-w-0">
      {!legend && <span className="sr-only">{name}</span>}
      <svg aria-hidden="true" width="100%" height={thin ? 8 : 12} className="block overflow-hidden rounded-sm bg-sunken">
        <title>{name}</title>
        {ledgerSegments(present).map((segment) => (
          <rect
            key={segment.key}
            x={`${segment.x}%`}
            width={`${segment.width}%`}
            height="100%"
            strokeWidth="1"
            className={classes(FILLS[segment.key], 'stroke-surface')}
          />
        ))}
      </svg>
      {legend && (
        <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {present.map((entry) => (
            <li key={entry.key} className="flex items-center gap-1.5">
              <StateDot state={entry.key} />
              <span className="font-medium">{formatCount(entry.count)}</span>
              <span className="text-muted">{entry.label}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
