import type { Suggestion } from '#lib/core/models/suggestions';
import { Skeleton } from '../../_ui/skeleton.tsx';

interface ModelSuggestionsProps {
  isLoading: boolean;
  suggestions: Suggestion[];
  chosen: string;
  onChoose: (model: string) => void;
}

/** As high as a card of common words, so that nothing below jumps when the list comes. */
const HEIGHT = 'min-h-48';

const CARD = `${HEIGHT} flex flex-col gap-0.5 rounded-md border bg-surface px-3 py-2 text-left hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft`;

/** Three models to start from, told apart by what they are good for and cost. */
export function ModelSuggestions({ isLoading, suggestions, chosen, onChoose }: ModelSuggestionsProps) {
  if (isLoading) {
    return (
      <div className="grid gap-2 lg:grid-cols-3">
        {['cheap', 'balanced', 'strong'].map((role) => (
          <div key={role} className={`rounded-md border px-3 py-2 ${HEIGHT}`}>
            <Skeleton lines={4} label="Reading the models" />
          </div>
        ))}
      </div>
    );
  }
  if (suggestions.length === 0) return null;
  return (
    <ul aria-label="Suggested models" className="grid gap-2 lg:grid-cols-3">
      {suggestions.map(({ model, label, use, price, context, retirement }) => (
        <li key={model} className="flex">
          <button type="button" aria-pressed={model === chosen} onClick={() => onChoose(model)} className={`${CARD} w-full`}>
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-semibold">{label}</span>
              <code className="font-mono text-xs text-muted">{model}</code>
            </span>
            <span>{use}</span>
            <span className="mt-auto pt-1 text-sm text-muted">{price}</span>
            <span className="text-sm text-muted">
              {context} · {retirement}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
