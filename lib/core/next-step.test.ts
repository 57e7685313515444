import { describe, expect, it } from 'vitest';
import { PART_STATES, type Part, type PartState } from './job.ts';
import { newPart } from './new-part.ts';
import { nextStep, type StepWishes } from './next-step.ts';

const NOW = 1000;
const WISHES: StepWishes = { submit: true, cancel: false, watch: true, checkNow: false };

const part = (state: PartState, change: Partial<Part> = {}): Part => ({
  ...newPart({ jobId: 'j', k: 0, attempt: 1, path: 'p', bytes: 1, rows: 1, requests: 1, digest: 'd' }),
  state,
  ...change,
});

const stepsOf = (change: Partial<Part>, wishes: Partial<StepWishes> = {}, submitAs: 'file' | 'body' = 'file') =>
  Object.fromEntries(
    PART_STATES.map((state) => {
      const step = nextStep(part(state, change), { ...WISHES, ...wishes }, NOW, submitAs);
      return [state, step.do === 'wait' ? step.until : step.do];
    }),
  );

const NEVER = { collected: null, failed: null, split: null };
const DUE = { creating: 'search', uncertain: 'search', submitted: 'poll', running: 'poll', ended: 'collect', ...NEVER };

describe('nextStep', () => {
  it('goes on in every state that is due', () => {
    expect(stepsOf({})).toEqual({ built: 'upload', uploading: 'upload', uploaded: 'create', ...DUE });
    expect(stepsOf({}, {}, 'body')).toEqual({ built: 'create', uploading: 'create', uploaded: 'create', ...DUE });
    expect(stepsOf({ nextPollAt: NOW + 5 }, { checkNow: true })).toEqual(stepsOf({}));
  });

  it('waits in every state until it is due', () => {
    const waits = Object.fromEntries(PART_STATES.map((state) => [state, NOW + 5]));
    expect(stepsOf({ nextPollAt: NOW + 5 })).toEqual({ ...waits, ...NEVER });
    expect(stepsOf({ nextPollAt: NOW })).toEqual(stepsOf({}));
  });

  it('sends nothing that is not wanted, and goes on with what may be there', () => {
    expect(stepsOf({}, { submit: false })).toEqual({ built: null, uploading: null, uploaded: null, ...DUE });
  });

  it('drops what is not sent and cancels what is, once', () => {
    const dropped = { built: 'drop', uploading: 'drop', uploaded: 'drop' };
    expect(stepsOf({}, { cancel: true })).toEqual({ ...dropped, ...DUE, submitted: 'cancel', running: 'cancel' });
    expect(stepsOf({ cancelRequestedAt: 1 }, { cancel: true })).toEqual({ ...dropped, ...DUE });
    // It is asked at once, not only at the next look; after a try that failed it waits its time.
    expect(stepsOf({ nextPollAt: NOW + 5 }, { cancel: true })).toMatchObject({ submitted: 'cancel', running: 'cancel', ended: NOW + 5 });
    expect(stepsOf({ nextPollAt: NOW + 5, tries: 1 }, { cancel: true })).toMatchObject({ running: NOW + 5 });
    expect(stepsOf({ nextPollAt: NOW, tries: 1 }, { cancel: true })).toMatchObject({ running: 'cancel' });
  });

  it('carries out the person’s word on a part in doubt, whenever it comes', () => {
    const answered = stepsOf({ answer: 'send', nextPollAt: NOW + 5 });
    expect(answered).toMatchObject({ creating: 'answer', uncertain: 'answer', running: NOW + 5 });
  });

  it('looks at nothing where watching is off, unless asked', () => {
    expect(stepsOf({}, { watch: false })).toMatchObject({ submitted: null, running: null, ended: 'collect', uncertain: 'search' });
    expect(stepsOf({}, { watch: false, checkNow: true })).toEqual(stepsOf({}));
  });

  it('wakes for the last look at whichever comes first', () => {
    const until = (nextPollAt: number | null, giveUpAt: number | null, change: Partial<Part> = {}) =>
      stepsOf({ nextPollAt, ...change }, { giveUpAt }).running;
    expect(until(NOW + 5, NOW + 9)).toBe(NOW + 5);
    expect(until(NOW + 9, NOW + 5)).toBe(NOW + 5);
    expect(until(NOW + 9, null)).toBe(NOW + 9);
    expect(until(NOW + 9, NOW)).toBe('poll');
    expect(until(NOW + 9, NOW, { lastPollAt: NOW })).toBe(NOW + 9);
    expect(until(NOW + 9, NOW, { tries: 1 })).toBe(NOW + 9);
  });
});
