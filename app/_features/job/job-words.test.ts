import { describe, expect, it } from 'vitest';
import { PART_STATES } from '#lib/core/job';
import { jobStatus } from '#lib/core/job-status';
import { emptyCounts, ROW_STATES } from '#lib/core/row-state';
import { aJob, aPart } from './fixtures.ts';
import { hasResults, ledgerEntries, noResultsWords, partWords, retentionWords, tabTitle, totalRows } from './job-words.ts';

describe('words for jobs', () => {
  it('shows every state once, and the counts add up', () => {
    const counts = emptyCounts();
    for (const [at, state] of ROW_STATES.entries()) counts[state] = at + 1;
    const entries = ledgerEntries(counts);
    expect(new Set(entries.map((entry) => entry.key)).size).toBe(ROW_STATES.length);
    expect(entries.reduce((sum, entry) => sum + entry.count, 0)).toBe(totalRows(counts));
    expect(entries[0]?.label).toBe('done');
  });

  it('knows results from rows that only wait', () => {
    expect(hasResults({ ...emptyCounts(), skipped: 3, waiting: 4, sent: 5 })).toBe(false);
    expect(hasResults({ ...emptyCounts(), expired: 1 })).toBe(true);
  });

  it('never speaks of chunks, parts or attempts', () => {
    const words = PART_STATES.flatMap((state) => [partWords(aPart({ state }), true), partWords(aPart({ state }), false)]);
    for (const line of words) expect(line).not.toMatch(/chunk|\bpart\b|attempt/iu);
    expect(partWords(aPart({ state: 'built' }), false)).not.toBe(partWords(aPart({ state: 'built' }), true));
    expect(partWords(aPart({ state: 'running', cancelRequestedAt: 5 }), true)).toBe('Being cancelled');
  });

  it('says what to do first where nothing was submitted', () => {
    expect(noResultsWords('ready').title).toBe('No results yet');
    expect(noResultsWords('ready').body).toMatch(/Submit/u);
  });

  it('says how long texts are kept, by where they go', () => {
    const { endpoint } = aJob();
    expect(retentionWords(endpoint)).toMatch(/30 days/u);
    expect(retentionWords({ ...endpoint, kind: 'sandbox' })).not.toMatch(/30 days/u);
    const anthropic = { ...endpoint, protocol: 'anthropic' as const, host: 'https://api.anthropic.com' };
    expect(retentionWords(anthropic)).toMatch(/29 days from its creation.*zero data retention/u);
    expect(retentionWords({ ...endpoint, host: 'https://llm.example.org' })).toMatch(/llm\.example\.org/u);
  });

  it('puts progress, then the end, in the tab', () => {
    const job = aJob();
    const running = [aPart({ state: 'running' })];
    expect(tabTitle(job, jobStatus(job, running), 0.456)).toBe('45% Reviews – Rowmill');
    expect(tabTitle(job, jobStatus(job, running), null)).toBe('… Reviews – Rowmill');
    expect(tabTitle(job, jobStatus(job, [aPart({ state: 'collected' })]), 1)).toBe('✓ Reviews – Rowmill');
  });
});
