import { expect, it } from 'vitest';
import { LostDataError } from '#lib/core/lost-data';
import { exportTrouble, GoneError } from './export-trouble.ts';

it('says what a full disk means and keeps the cause behind the details', () => {
  const trouble = exportTrouble(new DOMException('exceeded', 'QuotaExceededError'));
  expect(trouble.what).toBe('There is no room for the whole file.');
  expect(trouble.meaning).toContain('Nothing half-written is left');
  expect(trouble.details).toBe('QuotaExceededError: exceeded');
});

it('says that permission was taken back', () => {
  expect(exportTrouble(new DOMException('no', 'NotAllowedError')).what).toContain('permission was taken back');
});

it('has words for a job that is gone and for what nobody foresaw', () => {
  expect(exportTrouble(new GoneError()).what).toContain('no longer in this browser');
  expect(exportTrouble(new RangeError('x'))).toMatchObject({ what: 'The file could not be written.', details: 'RangeError: x' });
});

it('points to the table’s file and to the bundle where something is gone', () => {
  const trouble = exportTrouble(new LostDataError('Row 1 and all after it of the table a.csv'));
  expect(trouble.what).toContain('can no longer be read');
  expect(trouble.todo).toMatch(
    /^Rows of a table come back once the same file is chosen again under New job\. For anything else, download the bundle/,
  );
});
