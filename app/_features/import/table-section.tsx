'use client';
import type { ReactNode } from 'react';
import type { CheckResult } from '#lib/core/check';
import { plural } from '#lib/core/measures';
import { chooseDataset, type JobDraft } from '#lib/core/new-job';
import type { JobField } from '#lib/core/new-job-missing';
import { Callout } from '../../_ui/callout.tsx';
import { DropZone } from '../../_ui/drop-zone.tsx';
import { Section } from '../../_ui/section.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { ColumnChoice } from './column-choice.tsx';
import { ImportProgressBar } from './import-progress-bar.tsx';
import { KeptTableList } from './kept-table-list.tsx';
import { SampleOffer } from './sample-offer.tsx';
import { TableFacts } from './table-facts.tsx';
import { TablePreview } from './table-preview.tsx';
import { TableProblems } from './table-problems.tsx';
import type { TableChoice } from './use-table-choice.ts';

export interface TableSectionProps {
  draft: JobDraft;
  edit: (change: (draft: JobDraft) => JobDraft) => void;
  errorOf: (field: JobField) => string | null;
  choice: TableChoice;
  /** The newest check of this table, where there is one. */
  check: CheckResult | null;
  /** Under the columns: which rows to send. */
  children: ReactNode;
}

/** Step 1: which table, which of its columns, which of its rows. */
export function TableSection({ draft, edit, errorOf, choice, check, children }: TableSectionProps) {
  const { table, importer } = choice;
  const { state } = importer;
  const hasTable = draft.datasetId !== null && table !== null;
  const isGone = draft.datasetId !== null && table === null;
  const summary = table ? `${plural(table.rowCount, 'row')}, ${plural(table.columns.length, 'column')}` : undefined;
  return (
    <Section number={1} title="Table" id="table" summary={summary}>
      {state.phase === 'failed' && <Callout tone="error" {...state.trouble} />}
      {state.phase === 'running' && <ImportProgressBar state={state} onStop={importer.stop} />}
      {state.phase !== 'running' && (
        <div data-field="table" className="space-y-4">
          <DropZone label="Choose a table file" hint={<DropHint hasTable={hasTable} />} compact={hasTable} onFile={importer.read} />
          {isGone && (
            <Callout tone="warn" what="The table chosen here before is no longer in this browser." todo="Choose the table file again." />
          )}
          {table === null && <SampleOffer onFillIn={choice.fillIn} problem={choice.sampleProblem} />}
          {errorOf('table') && <Callout tone="error" what={errorOf('table')} />}
          <KeptTableList chosen={draft.datasetId} onUse={(dataset) => edit((draft) => chooseDataset(draft, dataset))} />
        </div>
      )}
      {table === undefined && <Skeleton lines={5} label="Reading the table" />}
      {table && state.phase !== 'running' && (
        <>
          <TableFacts table={table} onFormat={(choice) => importer.readAgain(table, choice)} />
          <TableProblems problems={table.problems} />
          <div className="grid gap-x-6 gap-y-4 lg:grid-cols-[19rem_minmax(0,1fr)]">
            <div className="space-y-4">
              <ColumnChoice draft={draft} edit={edit} errorOf={errorOf} table={table} check={check} />
              {children}
            </div>
            <TablePreview table={table} columns={draft.recipe.question.columns} />
          </div>
        </>
      )}
    </Section>
  );
}

function DropHint({ hasTable }: { hasTable: boolean }) {
  if (hasTable) return 'or drop one here, to use it instead';
  return <>or drop it here: CSV, TSV or another delimited text, with a header line. It stays in this browser until you submit a job.</>;
}
