import type { Part, Trouble } from './job.ts';
import { LostDataError } from './lost-data.ts';

const RETENTION_MS = 29 * 24 * 60 * 60_000;

/** An error and what caused it, as far as it can be followed: databases wrap the reason of an aborted transaction. */
function* chainOf(error: unknown): Generator<Partial<Record<'name' | 'message' | 'inner' | 'cause', unknown>>> {
  for (let next = error, depth = 0; next instanceof Object && depth < 8; depth++) {
    yield next;
    const { inner, cause } = next as { inner?: unknown; cause?: unknown };
    next = inner ?? cause;
  }
}

/** Did it fail because the browser has no room left? */
export function isStorageFull(error: unknown): boolean {
  for (const { name, message } of chainOf(error)) if (/quota/i.test(`${String(name)} ${String(message)}`)) return true;
  return false;
}

/** Until when the provider keeps results, by the batch that has waited longest: 29 days from its creation at either provider. */
function keptUntil(parts: Part[]): string | null {
  const since = parts
    .filter(({ state }) => state !== 'collected')
    .flatMap(({ submittedAt }) => (submittedAt === null ? [] : [submittedAt]));
  if (since.length === 0) return null;
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  return new Date(Math.min(...since) + RETENTION_MS).toLocaleDateString('en-GB', day);
}

function kept(parts: Part[]): string {
  const until = keptUntil(parts);
  return until === null ? 'Nothing is lost and nothing more is sent.' : `Nothing is lost: the provider keeps the results until ${until}.`;
}

const wordsOf = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** What a person reads of an error of this browser that stopped a job; other jobs go on. */
export function troubleOfError(error: unknown, parts: Part[]): Trouble {
  if (isStorageFull(error)) {
    return {
      what: 'The browser has no room left for this job.',
      meaning: `The job has stopped here. ${kept(parts)}`,
      todo: 'Make room: save bundles of finished jobs and delete them, or remove tables. It then goes on by itself, or press Check now.',
      details: wordsOf(error),
      cause: 'storage-full',
    };
  }
  if (error instanceof LostDataError) {
    const until = keptUntil(parts);
    return {
      what: error.message,
      meaning: `The job has stopped here and sends nothing more; other jobs go on.${until === null ? '' : ` The provider keeps the results until ${until}.`}`,
      todo: 'Download the bundle: it holds all that can still be read, and says what is missing. What was not sent yet needs a new job with the table file.',
      details: null,
    };
  }
  return {
    what: 'Something of this job cannot be read or written in this browser.',
    meaning: `The job has stopped here; other jobs go on. ${kept(parts)}`,
    todo: 'Press Check now to try again. If it stops again, download the bundle to save what is here; the details help to find out why.',
    details: wordsOf(error),
  };
}
