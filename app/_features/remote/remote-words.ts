import type { EndpointInfo } from '#lib/core/endpoint';
import { figure, plural } from '#lib/core/measures';
import { remoteStateWords, type ListedBatch, type RemoteJob } from '#lib/core/remote-jobs';

/** How far a batch is; requests only where the provider counts none before the end. */
export function doneWords({ counts, phase }: ListedBatch, { protocol }: EndpointInfo): string {
  if (!counts || counts.total === 0) return 'not counted yet';
  if (phase === 'running' && protocol === 'anthropic') return plural(counts.total, 'request');
  const failed = counts.failed > 0 ? `, ${figure(counts.failed)} failed` : '';
  return `${figure(counts.completed)} of ${plural(counts.total, 'request')} done${failed}`;
}

/** States of a job's batches in words, the most advanced last: "2 running, 3 ended". */
export function statesWords(batches: readonly ListedBatch[]): string {
  if (batches.length === 1) return remoteStateWords(batches[0]!);
  const counts = new Map<string, number>();
  for (const batch of batches) {
    const words = remoteStateWords(batch).toLowerCase();
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${figure(count)} ${words}`).join(', ');
}

/** What cancelling a batch means for rows and money. */
export function cancelWords(batch: ListedBatch, job: RemoteJob, endpoint: EndpointInfo): string[] {
  const whose = job.here
    ? `It belongs to the job “${job.name}” here.`
    : job.job
      ? `It belongs to the job “${job.name}”, which is not here.`
      : 'Whose job it is, is not known.';
  const counts = batch.counts && batch.counts.total > 0 ? ` (${doneWords(batch, endpoint)})` : '';
  return [
    whose,
    `Requests that are done by then${counts} keep their answers and ${endpoint.kind === 'sandbox' ? 'would be paid for' : 'are paid for'}.`,
    'The rest is not run and costs nothing; its rows end as cancelled and can be sent again.',
  ];
}

/** What is lost by deleting a batch at the provider. */
export function deleteWords({ protocol }: EndpointInfo): string[] {
  return protocol === 'openai'
    ? [
        'Its file of requests, with the texts sent, and its files of answers are deleted. The batch itself stays in the list without them.',
        'The job can then no longer be taken in from the provider, here or in another browser.',
        'What was collected here stays. Nothing is paid back.',
      ]
    : [
        'The batch is deleted with all its answers; it leaves the list.',
        'The job can then no longer be taken in from the provider, here or in another browser.',
        'What was collected here stays. Nothing is paid back.',
      ];
}

/** What can be done about a look that failed: here nothing looks again by itself, and there is a button for it. */
export function lookTodo(todo: string): string {
  return todo.replace(/^It is \w+ again by itself[^.]*\./u, 'Look again in a while.').replace('press Check now', 'look again');
}
