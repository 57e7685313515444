import { describe, expect, it } from 'vitest';
import { LostDataError } from './lost-data.ts';
import { newPart } from './new-part.ts';
import { isStorageFull, troubleOfError } from './stopping-error.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error('…'), { name }, more);
const part = newPart({ jobId: 'j', k: 0, attempt: 1, path: 'p', bytes: 1, rows: 1, requests: 1, digest: 'd' });

describe('isStorageFull', () => {
  it.each([
    ['as the browser says it', named('QuotaExceededError'), true],
    ['as the cause of an aborted transaction', named('AbortError', { inner: named('QuotaExceededError') }), true],
    ['deeper', named('AbortError', { inner: named('OpenFailedError', { cause: named('QuotaExceededError') }) }), true],
    ['by its message', new Error('Encountered full disk: quota exceeded'), true],
    ['another error', named('DataError'), false],
    ['no error at all', 'x', false],
  ])('%s', (_, error, isFull) => {
    expect(isStorageFull(error)).toBe(isFull);
  });

  it('ends on causes that go round', () => {
    const error = named('A') as Error & { cause: unknown };
    error.cause = error;
    expect(isStorageFull(error)).toBe(false);
  });
});

describe('troubleOfError', () => {
  it('says until when the provider keeps what is still to be collected', () => {
    const sent = { ...part, state: 'ended' as const, submittedAt: Date.UTC(2026, 10, 1) };
    const later = { ...sent, submittedAt: Date.UTC(2026, 10, 9) };
    const done = { ...part, state: 'collected' as const, submittedAt: Date.UTC(2026, 0, 1) };
    const trouble = troubleOfError(named('QuotaExceededError'), [later, sent, done]);
    expect(trouble).toMatchObject({ what: 'The browser has no room left for this job.', cause: 'storage-full' });
    expect(trouble.meaning).toContain('the provider keeps the results until 30 November 2026');
    expect(trouble.todo).toContain('Check now');
  });

  it('names what can no longer be read', () => {
    const trouble = troubleOfError(new LostDataError('The file p'), [part]);
    expect(trouble.what).toBe('The file p can no longer be read in this browser.');
    expect(trouble.meaning).toBe('The job has stopped here and sends nothing more; other jobs go on.');
    expect(trouble.todo).toContain('Download the bundle');
    const sent = { ...part, state: 'ended' as const, submittedAt: Date.UTC(2026, 10, 1) };
    expect(troubleOfError(new LostDataError('The file p'), [sent]).meaning).toContain('keeps the results until 30 November 2026');
  });

  it('has other words for a record that cannot be read, and keeps the error for Details', () => {
    const trouble = troubleOfError(new Error('The index of p is missing.'), [part]);
    expect(trouble.cause).toBeUndefined();
    expect(trouble.meaning).toContain('other jobs go on');
    expect(trouble.details).toBe('Error: The index of p is missing.');
  });
});
