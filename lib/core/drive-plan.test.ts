import { describe, expect, it } from 'vitest';
import { drivePlan, isGivenUp, isOpen, LANES, laneOf, wishesFor, type JobView } from './drive-plan.ts';
import type { Attempt, Job, Part, PartState, Trouble } from './job.ts';
import { newPart } from './new-part.ts';

const NOW = 1_000_000;
const TROUBLE: Trouble = { what: '', meaning: '', todo: '', details: null };
const HOUR_MS = 3_600_000;

const part = (k: number, state: PartState, change: Partial<Part> = {}): Part => ({
  ...newPart({ jobId: 'j', k, attempt: 1, path: 'p', bytes: 1, rows: 1, requests: 1, digest: 'd' }),
  state,
  ...change,
});

function view(
  parts: Part[],
  { job, attempt, giveUpHours = null }: { job?: object; attempt?: object; giveUpHours?: number | null } = {},
): JobView {
  return {
    job: {
      preparation: { phase: 'done' },
      revisions: [{ revision: 1, recipe: { sending: { giveUpHours } } }],
      wishes: { submit: true, cancel: false, watch: true, checkNow: false, submitWhenPrepared: null },
      trouble: null,
      ...job,
    } as unknown as Job,
    attempts: [{ number: 1, revision: 1, consent: {}, submittedAt: 1, gaveUpAt: null, ...attempt } as unknown as Attempt],
    parts,
    submitAs: 'file',
  };
}

const dueOf = (of: JobView, now = NOW) => {
  const { due, until } = drivePlan(of, now);
  return { send: due.send.map(({ k }) => k), watch: due.watch.map(({ k }) => k), until };
};
const nothing = { send: [], watch: [], until: null };

describe('drivePlan', () => {
  it('puts what is to be sent and what is to be watched into lanes of their own', () => {
    const parts = [part(0, 'built'), part(1, 'uploaded'), part(2, 'running'), part(3, 'ended'), part(4, 'collected')];
    expect(dueOf(view(parts))).toEqual({ send: [0, 1], watch: [2, 3], until: null });
    expect(LANES.map((lane) => [lane, ...(['upload', 'create', 'drop'] as const).filter((act) => laneOf(act) === lane)])).toEqual([
      ['send', 'upload', 'create', 'drop'],
      ['watch'],
    ]);
    for (const act of ['search', 'answer', 'poll', 'cancel', 'collect'] as const) expect(laneOf(act)).toBe('watch');
  });

  it('does nothing before all is prepared', () => {
    const early = view([part(0, 'built')], { job: { preparation: { phase: 'running' } } });
    expect(drivePlan(early, NOW)).toEqual({ due: { send: [], watch: [] }, isLineClosed: false, until: null });
  });

  it('sends and cancels nothing of somebody else’s job, and looks at it', () => {
    const wishes = { submit: true, cancel: false, watch: true, checkNow: false, submitWhenPrepared: null };
    const parts = [part(0, 'built'), part(1, 'running')];
    expect(dueOf(view(parts, { job: { role: 'watch' } }))).toEqual({ ...nothing, watch: [1] });
    const cancelled = view(parts, { job: { role: 'watch', wishes: { ...wishes, cancel: true } } });
    expect(drivePlan(cancelled, NOW).due.send).toEqual([]);
    expect(wishesFor(cancelled, parts[1]!, false)).toMatchObject({ submit: false, cancel: false, watch: true });
  });

  it('reads no results before it is known which rows were asked for', () => {
    const parts = [part(0, 'running'), part(1, 'ended')];
    expect(dueOf(view(parts, { job: { lacks: 'rows' } })).watch).toEqual([0]);
    expect(dueOf(view(parts, { job: { lacks: 'question' } })).watch).toEqual([0, 1]);
  });

  it('says when the next is due', () => {
    const parts = [part(0, 'running', { nextPollAt: NOW + 9 }), part(1, 'ended', { nextPollAt: NOW + 5 })];
    expect(dueOf(view(parts))).toEqual({ ...nothing, until: NOW + 5 });
  });

  it('sends nothing of a round nobody agreed to', () => {
    expect(dueOf(view([part(0, 'built')], { attempt: { consent: null } }))).toEqual(nothing);
    expect(dueOf(view([part(0, 'built', { attempt: 2 })]))).toEqual(nothing);
    const rounds = view([part(0, 'built'), part(1, 'built', { attempt: 2 })]);
    rounds.attempts.push({ ...rounds.attempts[0]!, number: 2, consent: null });
    expect(dueOf(rounds)).toEqual({ ...nothing, send: [0] });
  });

  it('sends nothing that nobody wishes to send', () => {
    const wishes = { submit: false, cancel: false, watch: true, checkNow: false, submitWhenPrepared: null };
    expect(dueOf(view([part(0, 'built')], { job: { wishes } }))).toEqual(nothing);
  });

  it('sends nothing further while that is not wanted, and looks at what was sent', () => {
    const wishes = { submit: true, hold: true, cancel: false, watch: true, checkNow: false, submitWhenPrepared: null };
    const parts = [part(0, 'built'), part(1, 'uploaded'), part(2, 'running'), part(3, 'ended')];
    expect(dueOf(view(parts, { job: { wishes } }))).toEqual({ send: [], watch: [2, 3], until: null });
    expect(isOpen(view([part(0, 'built')], { job: { wishes } }), NOW)).toBe(false);
    expect(dueOf(view([part(0, 'built')], { job: { wishes: { ...wishes, cancel: true } } }))).toEqual({ ...nothing, send: [0] });
  });

  it('leaves a create alone that is on its way', () => {
    expect(dueOf(view([part(0, 'creating')]))).toEqual(nothing);
    expect(isOpen(view([part(0, 'creating')]), NOW)).toBe(true);
  });

  it('does nothing for a job that a problem has stopped, but cancels what is to be cancelled', () => {
    const wishes = { submit: true, cancel: true, watch: true, checkNow: false, submitWhenPrepared: null };
    expect(dueOf(view([part(0, 'built')], { job: { trouble: TROUBLE } }))).toEqual(nothing);
    expect(isOpen(view([part(0, 'creating')], { job: { trouble: TROUBLE } }), NOW)).toBe(false);
    expect(dueOf(view([part(0, 'built')], { job: { trouble: TROUBLE, wishes } }))).toEqual({ ...nothing, send: [0] });
  });

  it('holds the whole line behind one that waits for room or its turn, but not uploads', () => {
    const front = part(0, 'uploaded', { waitsFor: 'room', nextPollAt: NOW + 50 });
    const line = view([front, part(1, 'uploaded'), part(2, 'built')]);
    expect(dueOf(line)).toEqual({ send: [2], watch: [], until: NOW + 50 });
    expect(dueOf(line, NOW + 50)).toEqual({ send: [0, 1, 2], watch: [], until: null });
    expect(drivePlan(line, NOW, true).due.send.map(({ k }) => k)).toEqual([0, 1, 2]);
    expect([drivePlan(line, NOW), drivePlan(line, NOW + 50), drivePlan(line, NOW, true)].map((plan) => plan.isLineClosed)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('holds it behind a file not uploaded yet, and behind nothing that only waits for the network or is at the provider', () => {
    const behind = (front: Part) => dueOf({ ...view([front, part(1, 'uploaded')]), submitAs: 'body' }).send;
    expect(behind(part(0, 'built', { waitsFor: 'turn', nextPollAt: NOW + 50 }))).toEqual([]);
    expect(behind(part(0, 'built', { waitsFor: 'network', nextPollAt: NOW + 50 }))).toEqual([1]);
    expect(behind(part(0, 'built', { nextPollAt: NOW + 50 }))).toEqual([1]);
    expect(behind(part(0, 'running', { waitsFor: 'room', nextPollAt: NOW + 50 }))).toEqual([1]);
  });
});

describe('isOpen', () => {
  const isOpenAs = (phase: string, job: object = {}) => isOpen(view([], { job: { preparation: { phase }, ...job } }), NOW);

  it('is a job while its rows are being prepared or wait to be sent when they are', () => {
    expect(['wanted', 'running', 'done', 'stopped', 'failed'].map((phase) => isOpenAs(phase))).toEqual([true, true, false, false, false]);
    expect(isOpen(view([part(0, 'built')], { job: { preparation: { phase: 'failed' } } }), NOW)).toBe(false);
    const wishes = { submit: false, cancel: false, watch: true, checkNow: false, submitWhenPrepared: {} };
    expect([isOpenAs('done', { wishes }), isOpenAs('failed', { wishes })]).toEqual([true, false]);
  });

  it('is a job of which anything is due, waits for its time, or is under way', () => {
    const collected = part(0, 'collected');
    const open = [
      part(1, 'built'),
      part(1, 'running'),
      part(1, 'running', { nextPollAt: NOW + 5 }),
      part(1, 'creating'),
      part(1, 'uploading', { nextPollAt: NOW + 5 }),
    ];
    for (const one of open) expect(isOpen(view([collected, one]), NOW)).toBe(true);
    expect(isOpen(view([part(1, 'built'), part(2, 'running')]), NOW)).toBe(true);
    expect(isOpen(view([collected]), NOW)).toBe(false);
    const wishes = { submit: false, cancel: false, watch: false, checkNow: false, submitWhenPrepared: null };
    expect(isOpen(view([collected, part(1, 'uploading')], { job: { wishes } }), NOW)).toBe(true);
    expect(isOpen(view([collected, part(1, 'running')], { job: { wishes } }), NOW)).toBe(false);
  });
});

describe('giving up', () => {
  const at = 1 + HOUR_MS;

  it('wakes for the last look, and is over only when every batch had it', () => {
    const early = part(0, 'running', { nextPollAt: at + 500, lastPollAt: at - 500 });
    expect(dueOf(view([early], { giveUpHours: 1 }), at - 1)).toEqual({ ...nothing, until: at });
    expect(dueOf(view([early], { giveUpHours: 1 }), at)).toEqual({ ...nothing, watch: [0] });
    const late = part(1, 'running', { lastPollAt: at });
    expect(isGivenUp(view([early, late], { giveUpHours: 1 }), at)).toBe(false);
    expect(isGivenUp(view([late], { giveUpHours: 1 }), at)).toBe(true);
    expect(isGivenUp(view([late], { giveUpHours: 1 }), at - 1)).toBe(false);
    expect(isGivenUp(view([late, part(2, 'collected')], { giveUpHours: 1 }), at)).toBe(true);
    expect(isGivenUp(view([late, part(2, 'submitted')], { giveUpHours: 1 }), at)).toBe(false);
  });

  it('goes by the recipe of the newest round', () => {
    const of = (revision: number) => view([part(0, 'running', { lastPollAt: at })], { giveUpHours: 1, attempt: { revision } });
    const later = of(2);
    later.job.revisions.push({ revision: 2, recipe: { sending: { giveUpHours: 2 } } } as Job['revisions'][number]);
    expect([isGivenUp(later, at), isGivenUp(later, at + HOUR_MS)]).toEqual([false, false]);
    later.parts[0]!.lastPollAt = at + HOUR_MS;
    expect(isGivenUp(later, at + HOUR_MS)).toBe(true);
    expect(isGivenUp(of(3), at)).toBe(false);
    expect(isGivenUp({ ...of(1), attempts: [] }, at)).toBe(false);
  });

  it('is not for jobs that are being cancelled, have given up before, or have nothing out', () => {
    const late = [part(0, 'running', { lastPollAt: at })];
    const wishes = { submit: true, cancel: true, watch: true, checkNow: false };
    expect(isGivenUp(view(late, { giveUpHours: 1, job: { wishes } }), at)).toBe(false);
    expect(isGivenUp(view(late, { giveUpHours: 1, attempt: { gaveUpAt: at } }), at)).toBe(false);
    expect(isGivenUp(view([part(0, 'collected')], { giveUpHours: 1 }), at)).toBe(false);
  });
});
