'use client';
import { useState } from 'react';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { TextInput } from '../../_ui/text-input.tsx';
import type { DraftProps } from './draft-props.ts';
import { goToField } from './go-to-field.ts';
import { MissingList } from './missing-list.tsx';
import { RoomLeave } from './room-leave.tsx';
import type { NewJob } from './use-new-job.ts';

interface PrepareFormProps extends DraftProps {
  job: NewJob;
  saveProblem: string | null;
}

/** The job's name and id, and the button that makes it. What is missing is said where it was asked for. */
export function PrepareForm({ draft, edit, errorOf, job, saveProblem }: PrepareFormProps) {
  const { prepare, missing, jobId, room } = job;
  const [leave, setLeave] = useState<{ isGiven: boolean; isMissing: boolean }>({ isGiven: false, isMissing: false });
  const start = () => {
    if (room && room.fit !== 'fits' && !leave.isGiven) {
      setLeave({ isGiven: false, isMissing: true });
      goToField('room');
      return;
    }
    const first = prepare.start()[0];
    if (first) goToField(first.field);
  };
  return (
    <div className="space-y-3 border-t pt-4">
      <div className="flex flex-wrap items-start gap-4">
        <TextInput
          label="Job name"
          value={draft.name}
          onChange={(name) => edit((draft) => ({ ...draft, name }))}
          hint="For you; the provider sees the id."
          className="flex-1 basis-64"
        />
        <div data-field="jobId" className="flex-1 basis-64">
          <TextInput
            label="Job id (optional)"
            mono
            spellCheck={false}
            value={draft.jobId}
            onChange={(jobId) => edit((draft) => ({ ...draft, jobId }))}
            placeholder={jobId}
            hint="Names the job’s folder and every request. Empty: made from the name, as shown."
            error={errorOf('jobId')}
          />
        </div>
      </div>
      {missing && missing.length > 0 && (
        <Callout tone="error" what="The job cannot be prepared yet. Still to do:">
          <MissingList missing={missing} />
        </Callout>
      )}
      {room && (
        <RoomLeave
          room={room}
          isGiven={leave.isGiven}
          isMissing={leave.isMissing}
          onChange={(isGiven) => setLeave({ isGiven, isMissing: false })}
        />
      )}
      {prepare.trouble && <Callout tone="error" {...prepare.trouble} />}
      {saveProblem && (
        <Callout
          tone="warn"
          what="What you write here cannot be kept in this browser."
          meaning="It is lost if you reload the page."
          todo="Free some space by removing jobs or tables you no longer need."
          details={saveProblem}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button variant="primary" size="lg" busy={prepare.isBusy} onClick={start}>
          Prepare job
        </Button>
        <span className="text-muted">Writes the files of the job in this browser. Nothing is sent until you submit it.</span>
      </div>
    </div>
  );
}
