'use client';
import { useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { figure, plural } from '#lib/core/measures';
import type { RemoteJob } from '#lib/core/remote-jobs';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { FilePick } from '../../_ui/file-pick.tsx';
import { DownloadIcon } from '../../_ui/icons.ts';
import { Select } from '../../_ui/select.tsx';
import { useTables } from '../import/use-tables.ts';
import { statesWords } from './remote-words.ts';
import { useTakeIn, type TakingIn } from './use-take-in.ts';

const NONE = 'none';

function TableChoice({ value, onChange, taking }: { value: string; onChange: (id: string) => void; taking: TakingIn }) {
  const tables = useTables() ?? [];
  const add = async (file: File) => {
    const id = await taking.addTable(file);
    if (id !== null) onChange(id);
  };
  return (
    <div className="space-y-2">
      <Select
        label="Table"
        hint="Rows are found in it by the ids in the answers. Without it, the job has ids and answers and no texts."
        value={value}
        onChange={onChange}
        options={[
          { value: NONE, label: 'Without its table' },
          ...tables.map(({ id, name, rowCount }) => ({ value: id, label: `${name}, ${plural(rowCount, 'row')}` })),
        ]}
      />
      <FilePick label="Choose a table file" onFile={(file) => void add(file)} />
      {taking.tableTrouble && <Callout tone="error" {...taking.tableTrouble} />}
    </div>
  );
}

function Refused({ taking, onApart }: { taking: TakingIn; onApart: () => void }) {
  const { refused } = taking;
  if (!refused) return null;
  const actions = refused.exists !== undefined && (
    <>
      <Button size="sm" href={`/jobs/${refused.exists}`}>
        Open that job
      </Button>
      <Button size="sm" onClick={onApart}>
        Keep both apart
      </Button>
    </>
  );
  return <Callout tone="error" className="mt-3" {...refused.trouble} actions={actions} />;
}

function batchesWords({ batches }: RemoteJob): string {
  return batches.length === 1 ? `1 ${statesWords(batches).toLowerCase()}` : statesWords(batches);
}

const MEANING: Record<EndpointInfo['protocol'], string> = {
  openai:
    'Requests and answers are fetched back from the provider: rows, texts, what was asked, and every answer. Nothing is sent to it, and nothing is paid.',
  anthropic:
    'This provider gives answers back, and not what was sent: rows are told by the ids in the answers. What was asked is not known, so the job can be looked at and saved, and its rows cannot be sent again from it. Nothing is sent, and nothing is paid.',
};

/** Says what will be here, asks for the table where the provider cannot give the texts back, and takes the job in. */
export function TakeInDialog({ job, endpoint, onClose }: { job: RemoteJob; endpoint: EndpointInfo; onClose: () => void }) {
  const taking = useTakeIn();
  const [table, setTable] = useState(NONE);
  const take = (isApart: boolean) =>
    taking.start(endpoint.id, { batchIds: job.batches.map(({ id }) => id), datasetId: table === NONE ? null : table, isApart });
  const requests = job.batches.reduce((sum, { counts }) => sum + (counts?.total ?? 0), 0);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Take in “${job.name}”`}
      description={MEANING[endpoint.protocol]}
      actions={
        <>
          <Button onClick={onClose}>Leave it there</Button>
          <Button variant="primary" icon={DownloadIcon} busy={taking.busy} onClick={() => take(false)}>
            Take in
          </Button>
        </>
      }
    >
      <FactList
        facts={[
          { name: 'Provider', value: endpoint.label },
          { name: 'Batches', value: batchesWords(job) },
          { name: 'Requests', value: figure(requests) },
        ]}
      />
      {endpoint.protocol === 'anthropic' && (
        <div className="mt-4">
          <TableChoice value={table} onChange={setTable} taking={taking} />
        </div>
      )}
      <Refused taking={taking} onApart={() => take(true)} />
    </Dialog>
  );
}
