import type { Attempt, Job, Ledger, Part } from '#lib/core/job';
import { newLedger, sendRows, settleRows } from '#lib/core/ledger';
import { rowsMove, transition } from '#lib/core/part-machine';
import { pieceOf, pieceRanges } from '#lib/core/part-pieces';
import { releaseRows } from '#lib/core/release-rows';
import { stateCode } from '#lib/core/row-state';
import type { Desk } from '../desk.ts';
import { isOwnId } from '../find-own.ts';
import type { ModelProvider } from './provider.ts';
import type { World } from './world.ts';

/** A tab of the browser. Once it is gone, none of its code runs on: whatever it awaits never comes. */
export interface Tab {
  isAlive: boolean;
}

/** What is kept of a job, over all tabs and crashes. */
export interface Store {
  job: Job;
  attempts: Attempt[];
  parts: Part[];
  /** Rows of each part's requests, one row a request. */
  rows: Map<number, Uint32Array>;
  ledger: Ledger;
  /** How often the person had a batch sent again that was in doubt, by file. */
  sentAgain: Map<number, number>;
}

const FILE = new Blob(['x'.repeat(1000)]);
const never = () => new Promise<never>(() => {});

/** The browser has no room left. */
export class QuotaExceededError extends Error {
  override name = 'QuotaExceededError';
}

/**
 * The desk of one tab over a store in memory. Every write is whole or not at all; before and after each the tab may die, and a write may
 * find no room. Rules are the application's own; only where things are kept is not.
 */
export function modelDesk(world: World, store: Store, tab: Tab, provider: ModelProvider): Desk {
  const die = () => {
    tab.isAlive = false;
    world.tell('the tab dies');
    return never();
  };
  async function read<T>(look: () => T): Promise<T> {
    if (!tab.isAlive) return never();
    return look();
  }
  async function write<T>(name: string, change: () => T): Promise<T> {
    if (!tab.isAlive) return never();
    if (world.mishap(0.01)) return die();
    if (world.mishap(0.002)) throw new QuotaExceededError(`No room for ${name}.`);
    const result = change();
    return world.mishap(0.01) ? die() : result;
  }
  const find = (k: number) => store.parts.find((part) => part.k === k);
  const put = (part: Part) => {
    const at = store.parts.findIndex(({ k }) => k === part.k);
    if (at < 0) store.parts.push(part);
    else store.parts[at] = part;
  };

  return {
    job: () => read(() => ({ ...store.job, wishes: { ...store.job.wishes } })),
    attempts: () => read(() => store.attempts.map((attempt) => ({ ...attempt }))),
    parts: () => read(() => [...store.parts]),
    part: (_jobId, k) => read(() => find(k)),
    partsAt: () => read(() => store.parts.map((part) => ({ model: 'm', part }))),
    claims: () =>
      read(() => new Map(store.parts.flatMap(({ batchId, isGuess }) => (batchId === null ? [] : [[batchId, isGuess ? 'guess' : 'sure']])))),

    apply: (from, event) =>
      write(event.type, () => {
        const before = find(from.k);
        const change = before && transition(before, event);
        if (!change) return null;
        const after = { ...before, ...change };
        const move = rowsMove(event.type, before.state, after.state);
        const rows = store.rows.get(after.k)!;
        if (move === 'sent') sendRows(store.ledger, rows, after.k, after.attempt);
        else if (move) releaseRows(store.ledger, rows, after.k, move);
        if (event.type === 'answered' && event.answer === 'send' && before.state === 'uncertain') {
          store.sentAgain.set(after.k, (store.sentAgain.get(after.k) ?? 0) + 1);
        }
        put(after);
        world.tell(`${after.k} ${event.type}: ${before.state} → ${after.state}`);
        return after;
      }),
    log: () => write('log', () => undefined),
    wish: (_jobId, wishes) => write('wish', () => void Object.assign(store.job.wishes, wishes)),
    stop: (_jobId, trouble) =>
      write('stop', () => {
        store.job.trouble = trouble;
        if (trouble) world.tell(`stopped: ${trouble.what}`);
      }),
    giveUp: (_jobId, number, at) =>
      write('give up', () => {
        store.job.wishes.watch = false;
        store.attempts.find((attempt) => attempt.number === number)!.gaveUpAt = at;
        world.tell('gave up');
      }),

    file: () => read(() => FILE),
    about: async () => ({}),
    keepSubmission: () => write('submission', () => undefined),
    // An estimate: nobody knows the provider's own count.
    tokens: (part) => read(() => Math.ceil(part.requests * 100 * (0.9 + 0.2 * world.chance.next()))),
    split: (part, _work, pieces) =>
      write('split', () => {
        const rows = store.rows.get(part.k)!;
        const offsets = Uint32Array.from({ length: part.requests + 1 }, (_, i) => i * 10);
        const firstK = Math.max(...store.parts.map(({ k }) => k)) + 1;
        const into = pieceRanges(offsets, pieces).map(([from, to], n) => {
          const k = firstK + n;
          const piece = rows.slice(from, to);
          store.rows.set(k, piece);
          put(pieceOf(part, { k, path: `${k}`, bytes: piece.length * 10, rows: piece.length, requests: piece.length, digest: `d${k}` }));
          return k;
        });
        const stored = find(part.k)!;
        put({ ...stored, ...transition(stored, { type: 'split', into }) });
        world.tell(`${part.k} split into ${into.join()}`);
      }),
    prepare: () => read(() => undefined),

    async collect(part, work) {
      const { api, signal } = work;
      const got = await api.results({ id: part.batchId!, outputFileId: null, errorFileId: null }, signal);
      if (!got.ok) return got.failure;
      const came = got.value.output ? provider.lines(part.batchId!) : [];
      await write('collected', () => {
        const stored = find(part.k)!;
        const change = transition(stored, { type: 'collected', at: world.now });
        if (!change) return;
        const rows = store.rows.get(part.k)!;
        // Lines that name no request of this part join no row.
        const own = came.filter((line) => isOwnId(line, part, work)).length;
        const states = Uint8Array.from(rows, (_, i) => stateCode(i < own ? 'ok' : 'failed'));
        settleRows(store.ledger, rows, part.k, { states, refs: new Uint32Array(rows.length) });
        put({ ...stored, ...change });
        world.tell(`${part.k} collected ${came.length} lines of ${part.batchId}`);
      });
      return null;
    },

    isOnline: () => !world.mishap(0.03),
    alone: (_name, work) => work(),
  };
}

/** What must hold at any moment; the first thing that does not. */
export function faultOf(store: Store, provider: ModelProvider): string | null {
  const { ledger, parts, job } = store;
  const sent = stateCode('sent');
  for (let row = 0; row < job.rowCount; row++) {
    if (ledger.states[row] !== sent) continue;
    const owner = parts.find(({ k }) => k === ledger.parts[row]! - 1);
    if (!owner || !['submitted', 'running', 'ended'].includes(owner.state)) return `row ${row} is sent, and its batch is ${owner?.state}`;
  }
  for (const { k, jobId, state, batchId } of parts) {
    const paid = provider.paidFor(jobId, k);
    if (paid > 1 + (store.sentAgain.get(k) ?? 0)) return `file ${k} was made a batch ${paid} times`;
    if ((state === 'built' || state === 'uploaded') && batchId !== null) return `file ${k} is ${state} and has a batch`;
  }
  const owned = parts.flatMap(({ batchId }) => (batchId === null ? [] : [batchId]));
  if (new Set(owned).size !== owned.length) return 'two files have the same batch';
  return provider.creating > 1 && job.endpoint.protocol === 'anthropic' ? 'two creates at once' : null;
}

export function newStore(job: Job, attempt: Attempt, parts: Part[]): Store {
  const rows = new Map<number, Uint32Array>();
  let row = 0;
  for (const part of parts) {
    rows.set(
      part.k,
      Uint32Array.from({ length: part.requests }, () => row++),
    );
  }
  return { job, attempts: [attempt], parts, rows, ledger: newLedger(job.id, job.rowCount), sentAgain: new Map() };
}
