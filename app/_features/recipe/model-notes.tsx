import { WarnIcon } from '../../_ui/icons.ts';

/** What to know of the model chosen. */
export function ModelNotes({ notes }: { notes: string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul aria-label="About this model" className="max-w-[80ch] space-y-1">
      {notes.map((note) => (
        <li key={note} className="flex items-start gap-1.5 text-sm text-warn">
          <WarnIcon size={15} className="mt-0.5 shrink-0" />
          <span dir="auto" className="min-w-0 break-words">
            {note}
          </span>
        </li>
      ))}
    </ul>
  );
}
