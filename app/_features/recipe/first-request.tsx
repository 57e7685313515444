'use client';
import { useState } from 'react';
import { bytesWords } from '#lib/core/measures';
import { prettyJson } from '#lib/core/pretty-json';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { Segmented } from '../../_ui/segmented.tsx';

type View = 'exact' | 'pretty';

const VIEWS: { value: View; label: string }[] = [
  { value: 'exact', label: 'As sent' },
  { value: 'pretty', label: 'Laid out' },
];

/** The first request, character for character; or laid out for reading. */
export function FirstRequest({ text, isCurrent, hasModel }: { text: string | null; isCurrent: boolean; hasModel: boolean }) {
  const [view, setView] = useState<View>('exact');
  if (text === null) return null;
  const bytes = new TextEncoder().encode(text).length;
  return (
    <div className={isCurrent ? 'space-y-2' : 'space-y-2 opacity-60'}>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h3 className="text-sm font-medium">First request</h3>
          <p className="text-sm text-muted">
            {view === 'exact' ? `Exactly as it will be sent, ${bytesWords(bytes)}.` : 'The same content, laid out for reading.'}
            {!hasModel && ' No model is chosen yet, so it names none.'}
          </p>
        </div>
        <Segmented label="Show the first request" hideLabel value={view} options={VIEWS} onChange={setView} />
      </div>
      <CodeBlock label="First request" hideLabel wrap text={view === 'exact' ? text : prettyJson(text)} />
    </div>
  );
}
