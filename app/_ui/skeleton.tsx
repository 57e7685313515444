import { classes } from './classes.ts';

/** Holds the place of what is being read, so that nothing jumps. */
export function Skeleton({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <output aria-label={label} className="block space-y-3 py-1">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={classes('h-4 animate-pulse rounded-sm bg-sunken', line % 3 === 2 ? 'w-2/3' : 'w-full')} />
      ))}
    </output>
  );
}
