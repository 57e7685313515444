'use client';
import type { Job } from '#lib/core/job';
import { plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { DropZone } from '../../_ui/drop-zone.tsx';
import { AgainIcon } from '../../_ui/icons.ts';
import { ImportProgressBar } from '../import/import-progress-bar.tsx';
import { KeptTableList } from '../import/kept-table-list.tsx';
import { useGrow, type GrowState } from './use-grow.ts';
import type { JobView } from './use-job.ts';

interface GrowDialogProps {
  view: JobView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Goes on to the round that sends the new rows. */
  onNext: () => void;
}

/** Takes a table that has grown into the job: rows are the same where their ids are, new ones wait for the next round. */
export function GrowDialog({ open, ...rest }: GrowDialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ view: { job }, onOpenChange, onNext }: Omit<GrowDialogProps, 'open'>) {
  const { state, importer, take } = useGrow(job.id);
  const isBusy = state.phase === 'joining' || importer.state.phase === 'running';
  const { columns } = job.revisions.at(-1)!.recipe.question;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isBusy && onOpenChange(isOpen)}
      title="Add a longer table"
      description={state.phase === 'done' ? undefined : <About job={job} />}
      actions={<Actions state={state} isBusy={isBusy} onClose={() => onOpenChange(false)} onNext={onNext} />}
    >
      <div className="space-y-4">
        {columns.id === null && (
          <Callout
            tone="warn"
            what="This job names rows by their number, so a longer table cannot be told from another one"
            meaning="The job and its table stay as they are."
            todo="Make a new job with an ID column."
          />
        )}
        {columns.id !== null && state.phase !== 'done' && (
          <>
            {importer.state.phase === 'failed' && <Callout tone="error" {...importer.state.trouble} />}
            {state.phase === 'refused' && <Callout tone="error" {...state.trouble} />}
            {importer.state.phase === 'running' && <ImportProgressBar state={importer.state} onStop={importer.stop} />}
            {state.phase === 'joining' && <output className="block text-muted">Looking for the rows of the job in {state.name} …</output>}
            {!isBusy && (
              <>
                <DropZone label="Choose a table file" hint="or drop it here" onFile={importer.read} />
                <KeptTableList chosen={job.datasetId} onUse={take} />
              </>
            )}
          </>
        )}
        {state.phase === 'done' && <Done state={state} rows={job.rowCount} />}
      </div>
    </Dialog>
  );
}

function About({ job }: { job: Job }) {
  const { id } = job.revisions.at(-1)!.recipe.question.columns;
  return (
    <>
      Choose a newer version of <span dir="auto">{job.datasetName}</span> that still holds its rows. Rows with the same id
      {id !== null && (
        <>
          {' '}
          (column “<span dir="auto">{id}</span>”)
        </>
      )}{' '}
      are the same and keep their answers. Nothing is sent until you submit a further round.
    </>
  );
}

function Done({ state, rows }: { state: Extract<GrowState, { phase: 'done' }>; rows: number }) {
  const { newRows, keptRows } = state;
  return (
    <output className="block">
      <Callout
        tone="ok"
        what={
          newRows === 0
            ? 'The table holds no rows that are new'
            : `${plural(newRows, 'row')} ${newRows === 1 ? 'is' : 'are'} new and waiting`
        }
        meaning={`${plural(keptRows, 'row')} of the job ${keptRows === 1 ? 'was' : 'were'} found again by id and ${keptRows === 1 ? 'keeps its' : 'keep their'} answers. The table now has ${plural(rows, 'row')}.`}
        todo={newRows === 0 ? undefined : 'Nothing is sent yet: the next round takes the new rows.'}
      />
    </output>
  );
}

interface ActionsProps {
  state: GrowState;
  isBusy: boolean;
  onClose: () => void;
  onNext: () => void;
}

function Actions({ state, isBusy, onClose, onNext }: ActionsProps) {
  const hasNew = state.phase === 'done' && state.newRows > 0;
  return (
    <>
      <Button disabled={isBusy} onClick={onClose}>
        {state.phase === 'done' ? 'Close' : 'Not now'}
      </Button>
      {hasNew && (
        <Button variant="primary" icon={AgainIcon} onClick={onNext}>
          Prepare the new rows
        </Button>
      )}
    </>
  );
}
