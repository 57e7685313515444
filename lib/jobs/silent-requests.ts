import { isJsonObject } from '#lib/core/json';
import type { Part } from '#lib/core/job';
import type { RowState } from '#lib/core/row-state';

/** What became of a request that got no line at all. */
export interface Silence {
  state: RowState;
  note: string;
}

function byEnd({ providerStatus }: Pick<Part, 'providerStatus'>): Silence {
  switch (providerStatus) {
    case 'expired':
      return { state: 'expired', note: 'The batch ran out of its 24 hours before this request was done. It was not charged.' };
    case 'cancelled':
      return { state: 'cancelled', note: 'The batch was cancelled before this request was done.' };
    case 'failed':
      return { state: 'failed', note: 'The provider refused the whole batch. It was not charged.' };
    default:
      return { state: 'failed', note: 'The provider returned no answer to this request, though its batch ended.' };
  }
}

interface LineFault {
  line: number | null;
  code: string;
  message: string;
}

/** Faults a refused batch reports, by line (from 1) where they name one. */
function faultsOf({ remote }: Pick<Part, 'remote'>): LineFault[] {
  const errors = isJsonObject(remote) && isJsonObject(remote.errors) ? remote.errors.data : null;
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJsonObject).map(({ line, code, message }) => ({
    line: typeof line === 'number' ? line : null,
    code: String(code ?? ''),
    message: String(message ?? ''),
  }));
}

/** What became of requests without a line, by how the batch ended and by the faults it names. */
export function silenceOf(part: Pick<Part, 'providerStatus' | 'remote'>): (request: number) => Silence {
  const { state, note } = byEnd(part);
  const faults = faultsOf(part);
  const general = faults.find(({ line }) => line === null);
  const byLine = new Map(faults.toReversed().map((fault) => [fault.line, fault]));
  return (request) => {
    const fault = byLine.get(request + 1) ?? general;
    return { state, note: fault ? `${note} ${fault.message} (${fault.code})` : note };
  };
}
