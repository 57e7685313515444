import { classes } from './classes.ts';
import { CopyButton } from './copy-button.tsx';

export interface CodeBlockProps {
  /** Accessible name, shown above. */
  label: string;
  hideLabel?: boolean;
  text: string;
  /** Breaks long lines; otherwise they scroll. */
  wrap?: boolean;
  /** Height past which it scrolls. */
  height?: 'short' | 'tall' | 'full';
  copy?: boolean;
}

const HEIGHTS = { short: 'max-h-44', tall: 'max-h-96', full: '' };

/** Text shown character for character. */
export function CodeBlock({ label, hideLabel, text, wrap = false, height = 'tall', copy = true }: CodeBlockProps) {
  return (
    <figure className="relative min-w-0">
      {!hideLabel && <figcaption className="mb-1 text-sm font-medium">{label}</figcaption>}
      {copy && (
        <div className={classes('absolute right-1.5 rounded-md bg-sunken', hideLabel ? 'top-1' : 'top-7')}>
          <CopyButton text={text} label={`Copy ${label}`} />
        </div>
      )}
      <section
        // A box that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={label}
        className={classes('overflow-auto rounded-md border bg-sunken py-2 pr-10 pl-3', HEIGHTS[height])}
      >
        <pre dir="auto" className={classes('font-mono text-xs', wrap ? 'break-words whitespace-pre-wrap' : 'whitespace-pre')}>
          {text}
        </pre>
      </section>
    </figure>
  );
}
