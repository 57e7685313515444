'use client';
import { bytesWords, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { KeptTables } from './kept-tables.tsx';
import { useStorage } from './use-storage.ts';

/** Room used and left in this browser, and the tables kept in it. */
export function StorageLine() {
  const { tables, room, remove, keep } = useStorage();
  if (!tables || !room) return <div className="h-6" />;
  return (
    <Disclosure
      summary={`${bytesWords(room.usedBytes)} used in this browser, ${bytesWords(room.freeBytes)} free · ${plural(tables.length, 'table')} kept · ${room.persisted ? 'protected' : 'not protected'}`}
    >
      <div className="space-y-3">
        <KeptTables tables={tables} onRemove={remove} />
        {room.persisted ? (
          <p className="text-sm text-muted">Protected: the browser has promised not to clear this to make room.</p>
        ) : (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-muted">
            <p>Not protected: the browser may clear this when the disk runs full. Bundles saved elsewhere are safe.</p>
            <Button size="sm" onClick={keep}>
              Ask the browser to keep it
            </Button>
          </div>
        )}
      </div>
    </Disclosure>
  );
}
