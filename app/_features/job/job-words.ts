import type { EndpointInfo } from '#lib/core/endpoint';
import type { Job, Part } from '#lib/core/job';
import type { JobStage, JobStatus } from '#lib/core/job-status';
import { ROW_STATE_WORDS } from '#lib/core/row-words';
import { ROW_STATES, type RowCounts, type RowState } from '#lib/core/row-state';
import { isSending } from './progress.ts';

export const SANDBOX_WORDS = "Practice answers from the sandbox, not a model's";

export const isSandbox = (job: Job): boolean => job.endpoint.kind === 'sandbox';

/** The states of a ledger in the order people read them: what came first, then what is under way, then what went wrong. */
const SHOWN: readonly RowState[] = ['ok', 'sent', 'waiting', ...ROW_STATES.filter((state) => !['ok', 'sent', 'waiting'].includes(state))];

export interface LedgerEntry {
  key: RowState;
  label: string;
  count: number;
}

/** Every state with its words and count; counts add up to the table's rows. */
export function ledgerEntries(counts: RowCounts): LedgerEntry[] {
  return SHOWN.map((state) => ({ key: state, label: ROW_STATE_WORDS[state], count: counts[state] }));
}

export function totalRows(counts: RowCounts): number {
  return ROW_STATES.reduce((sum, state) => sum + counts[state], 0);
}

/** Rows an answer of some kind has come for, or never will. */
export function hasResults(counts: RowCounts): boolean {
  return ROW_STATES.some((state) => !['skipped', 'waiting', 'sent'].includes(state) && counts[state] > 0);
}

/** A batch's state in words. `isReleased`: its round was submitted. */
export function partWords(part: Part, isReleased: boolean): string {
  switch (part.state) {
    case 'built':
      return isReleased ? 'Waiting to be uploaded' : 'Prepared, not sent';
    case 'uploading':
      return 'Uploading';
    case 'uploaded':
      return 'Uploaded, not started yet';
    case 'creating':
      return isSending(part) ? 'Uploading' : 'Being started';
    case 'uncertain':
      return 'Not known whether it was started';
    case 'submitted':
    case 'running':
      return part.cancelRequestedAt ? 'Being cancelled' : 'At the provider';
    case 'ended':
      return 'Ended; collecting answers';
    case 'collected':
      return 'Answers collected';
    case 'failed':
      return 'Not completed';
    case 'split':
      return 'Divided into smaller batches';
  }
}

export interface Words {
  title: string;
  body: string;
}

const NO_RESULTS: Record<JobStage, string> = {
  preparing: 'The job is being prepared. Nothing has been sent yet.',
  'prepare-stopped': 'Preparing was stopped, so nothing has been sent. Press “Prepare again” first.',
  'prepare-failed': 'The job could not be prepared, so nothing has been sent. See above what to change.',
  ready: 'The job is prepared but not submitted. Press “Submit” first; answers stand here once a batch has ended.',
  submitting: 'The batches are on their way to the provider. Answers stand here once a batch has ended.',
  held: 'Sending is stopped. Press “Go on sending” to send the rest; answers stand here once a batch has ended.',
  running: 'The provider is working. Answers stand here once a batch has ended, within 24 hours; you can close this page.',
  paused: 'The batches go on at the provider, but nobody is looking. Press “Watch again” to collect answers.',
  collecting: 'Answers are being collected now.',
  rowless: 'The batches have ended. Which rows they answer is known once the table, or a bundle with the requests, is added.',
  unsure: 'A batch needs your answer first: see above.',
  trouble: 'A problem stopped the job: see above.',
  cancelling: 'The job is being cancelled. Whatever was answered before is still collected.',
  finished: 'No answer came for any row. See the batches above and the Activity tab for the reason.',
};

/** Why there are no results yet, and what to do first. */
export function noResultsWords(stage: JobStage): Words {
  return { title: 'No results yet', body: NO_RESULTS[stage] };
}

const KEPT: Record<EndpointInfo['protocol'], { host: string; words: string }> = {
  openai: {
    host: 'api.openai.com',
    words: 'OpenAI keeps input and output files of batches for 30 days by default; you can delete them there earlier.',
  },
  anthropic: {
    host: 'api.anthropic.com',
    words:
      'Anthropic keeps the results of a batch for 29 days from its creation. An agreement on zero data retention does not cover batches.',
  },
};

/** How long the other side keeps what is sent. */
export function retentionWords(endpoint: EndpointInfo): string {
  if (endpoint.kind === 'sandbox') return "Only on this server's own disk, in the sandbox's folder. Nothing goes to anyone else.";
  const own = KEPT[endpoint.protocol];
  return endpoint.host.endsWith(own.host) ? own.words : `As ${endpoint.host} decides: read its terms. ${own.words}`;
}

/** What stands in the browser's tab: how far, then the name. */
export function tabTitle(job: Job, status: JobStatus, done: number | null): string {
  const mark: Partial<Record<JobStage, string>> = {
    finished: '✓',
    unsure: '!',
    trouble: '!',
    'prepare-failed': '!',
    ready: '●',
  };
  const lead = mark[status.stage] ?? (done === null ? '…' : `${Math.floor(done * 100)}%`);
  return `${lead} ${job.name} – Rowmill`;
}
