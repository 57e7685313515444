import { describe, expect, it } from 'vitest';
import { isSoundJob, jobFault } from './job-shape.ts';
import { emptyCounts } from './row-state.ts';

const sound = {
  id: 'j',
  name: 'J',
  datasetId: 'd',
  datasetName: 'd.csv',
  createdAt: 1,
  updatedAt: 2,
  rowCount: 3,
  endpoint: { id: 'openai', protocol: 'openai', label: 'OpenAI' },
  revisions: [{ recipe: { question: { model: 'm' } } }],
  preparation: { phase: 'done' },
  counts: emptyCounts(),
  wishes: {},
  extracted: [],
};

describe('a job’s record', () => {
  it('is sound with all that is read everywhere', () => {
    expect(jobFault(sound)).toBeNull();
    expect(isSoundJob(sound)).toBe(true);
  });

  it.each(Object.keys(sound))('is damaged without %s, or with something else in its place', (name) => {
    expect(jobFault({ ...sound, [name]: undefined })).toBe(name);
    expect(jobFault({ ...sound, [name]: true })).toBe(name);
  });

  it.each([
    ['endpoint', { ...sound.endpoint, protocol: 7 }],
    ['revisions', []],
    ['revisions', [{ recipe: {} }]],
    ['revisions', [...sound.revisions, null]],
    ['preparation', {}],
    ['counts', { ...sound.counts, ok: Number.NaN }],
    ['counts', {}],
  ])('is damaged with %s being %o', (name, value) => {
    expect(jobFault({ ...sound, [name]: value })).toBe(name);
  });

  it.each([null, 'j', [], 7])('is none: %o', (record) => {
    expect(isSoundJob(record)).toBe(false);
  });
});
