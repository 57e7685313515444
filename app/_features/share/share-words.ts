import type { EndpointInfo } from '#lib/core/endpoint';
import type { ManifestBatch, ManifestRound } from '#lib/core/manifest';
import { figure, plural } from '#lib/core/measures';
import { keptUntil } from '#lib/core/share-until';
import { formatDate } from '../../_ui/format.ts';

/** "12 rows in 3 requests and 1 batch, 2 rounds". */
export function sizeWords(rounds: readonly ManifestRound[], batches: readonly ManifestBatch[]): string {
  const rows = rounds[0]?.rows ?? 0;
  const requests = batches.reduce((sum, batch) => sum + (batch.state === 'split' ? 0 : batch.requests), 0);
  const size = `${plural(rows, 'row')}, ${plural(requests, 'request')} in ${plural(batches.length, 'batch')}`;
  return rounds.length > 1 ? `${size}, ${figure(rounds.length)} rounds` : size;
}

/** Until when what a link points at is there. */
export function untilWords(endpoint: EndpointInfo, sentAt: readonly (number | null)[]): string {
  const until = keptUntil(endpoint, sentAt);
  if (endpoint.kind === 'sandbox') return 'As long as this server keeps the sandbox’s folder. Practice answers; nobody else has them.';
  if (until === null) return `As long as ${endpoint.host} keeps its batches and their answers: read its terms.`;
  return `Until ${formatDate(until)}, when ${endpoint.label} deletes the answers of the first batch, unless they are deleted there earlier.`;
}

/** Who can do something with a link to a job at this place. */
export function whoWords({ kind, host, fingerprint }: EndpointInfo): string {
  if (kind === 'sandbox') return 'Whoever uses this very server, whose sandbox holds the batches.';
  const key = fingerprint === null ? 'the same key' : `the same key (its fingerprint begins with ${fingerprint})`;
  return `Whoever has the link and uses a server that holds ${key} for ${host}. Others see what the link tells, and no answers.`;
}
