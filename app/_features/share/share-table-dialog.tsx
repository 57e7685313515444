'use client';
import { useCallback } from 'react';
import type { Job } from '#lib/core/job';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { DropZone } from '../../_ui/drop-zone.tsx';
import { ImportProgressBar } from '../import/import-progress-bar.tsx';
import { KeptTableList } from '../import/kept-table-list.tsx';
import { useAddTable } from './use-share-table.ts';

interface TableDialogProps {
  job: Job;
  onClose: () => void;
}

/** Takes the table a job was made from; another one is refused in words. */
export function ShareTableDialog({ job, onClose }: TableDialogProps) {
  const added = useCallback(() => onClose(), [onClose]);
  const { state, importer, add } = useAddTable(job.id, added);
  // Until its own is here, a table made of the requests stands in for it, under this name.
  const name = job.datasetName.replace(/^rows of /, '');
  const isBusy = state.phase === 'adding' || importer.state.phase === 'running';
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && !isBusy && onClose()}
      title="Add the table"
      description={
        <>
          Choose the very file the job was made from
          {name && (
            <>
              {' '}
              (“<span dir="auto">{name}</span>”)
            </>
          )}
          , unchanged. It stays in this browser.
        </>
      }
      actions={
        <Button disabled={isBusy} onClick={onClose}>
          Not now
        </Button>
      }
    >
      <div className="space-y-4">
        {importer.state.phase === 'failed' && <Callout tone="error" {...importer.state.trouble} />}
        {state.phase === 'refused' && <Callout tone="error" {...state.trouble} />}
        {importer.state.phase === 'running' && <ImportProgressBar state={importer.state} onStop={importer.stop} />}
        {state.phase === 'adding' && <output className="block text-muted">Comparing {state.name} with what was sent …</output>}
        {!isBusy && (
          <>
            <DropZone label="Choose a table file" hint="or drop it here" onFile={importer.read} />
            <KeptTableList chosen={null} onUse={add} />
          </>
        )}
      </div>
    </Dialog>
  );
}
