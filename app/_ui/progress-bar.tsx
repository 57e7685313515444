import { classes } from './classes.ts';

export interface ProgressBarProps {
  label: string;
  hideLabel?: boolean;
  /** Null: how far is not known. */
  value: number | null;
  max?: number;
  /** At the right: rows done, rate, time left; already in words. */
  detail?: string;
  className?: string;
}

/** The browser's own progress element; needs no style attribute. */
export function ProgressBar({ label, hideLabel, value, max = 1, detail, className }: ProgressBarProps) {
  return (
    <div className={classes('min-w-0', className)}>
      {(!hideLabel || detail) && (
        <div className="mb-1 flex flex-wrap justify-between gap-x-4 text-sm">
          <span className={hideLabel ? 'sr-only' : 'font-medium'}>{label}</span>
          {detail && <span className="text-muted">{detail}</span>}
        </div>
      )}
      <progress className="bar" aria-label={label} value={value ?? undefined} max={value === null ? undefined : max} />
    </div>
  );
}
