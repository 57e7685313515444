import type { RowView } from '#lib/workers/results.api';

/** Works out the rows of a view; null stands for all of them in the table's order. Aborting ends the work. */
export type FindRows = (
  view: RowView,
  onProgress: (rowsDone: number, rowsTotal: number) => void,
  signal: AbortSignal,
) => Promise<Uint32Array | null>;

/** A view and its rows. */
export interface FoundRows {
  view: RowView;
  /** Names the view: equal for equal views. */
  key: string;
  /** Null: all rows in the table's order. */
  rows: Uint32Array | null;
}

/** The way to a view that is not there yet. */
export interface Finding {
  view: RowView;
  phase: 'working' | 'stopped' | 'failed';
  rowsDone: number;
  /** 0: not known yet. */
  rowsTotal: number;
  /** Why it failed, in the words of the error. */
  error: string | null;
}

const EVERYTHING: RowView = { states: null, search: '', sort: null };
const keyOf = (view: RowView) => JSON.stringify([view.states, view.search, view.sort]);
const ALL: FoundRows = { view: EVERYTHING, key: keyOf(EVERYTHING), rows: null };

/** How long typing must rest before a search begins. */
const REST_MS = 250;

/**
 * Finds the rows of the view a person wants, over a table of any size. The last view stays until the next one is there;
 * another wish ends the work for the one before. Results that change meanwhile do not: the work is done once more
 * after it, so that a job whose answers keep coming still gets there.
 */
export class RowFinder {
  #find: FindRows;
  #ready: () => void;
  #found = ALL;
  #finding: Finding | null = null;
  #wantedKey = ALL.key;
  /** State of the results the wanted view is asked for, and the one the found view was worked out from. */
  #version = '';
  #foundVersion = '';
  #control: AbortController | null = null;
  #listeners = new Set<() => void>();

  /** `ready` is told that rows are about to be looked for. */
  constructor(find: FindRows, ready: () => void = () => {}) {
    this.#find = find;
    this.#ready = ready;
  }

  /** The view that is there. The same object until another is. */
  get found(): FoundRows {
    return this.#found;
  }

  /** The way to the view wanted; null where it is there. */
  get finding(): Finding | null {
    return this.#finding;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** `version` names the state of the results: another one has the same view worked out anew. */
  want(view: RowView, version: string): void {
    const key = keyOf(view);
    const isSame = key === this.#wantedKey;
    this.#version = version;
    if (!isSame) {
      const isTyping = view.search !== (this.#finding?.view ?? this.#found.view).search;
      this.#wantedKey = key;
      this.#cancel();
      if (key === ALL.key) this.#show(ALL);
      else if (key === this.#found.key && version === this.#foundVersion) this.#tell(null);
      else void this.#work(view, isTyping ? REST_MS : 0);
    } else if (key !== ALL.key && this.#finding === null && version !== this.#foundVersion) void this.#work(view, 0);
  }

  /** Ends the work; the view that is there stays. */
  stop(): void {
    if (this.#finding?.phase !== 'working') return;
    this.#cancel();
    this.#tell({ ...this.#finding, phase: 'stopped' });
  }

  /** Begins again what was stopped or has failed. */
  again(): void {
    if (this.#finding && this.#finding.phase !== 'working') void this.#work(this.#finding.view, 0);
  }

  /** Ends the work and forgets the wish; a later wish begins anew. */
  close(): void {
    this.#cancel();
    this.#wantedKey = this.#found.key;
    this.#tell(null);
  }

  #cancel(): void {
    this.#control?.abort();
    this.#control = null;
  }

  async #work(view: RowView, restMs: number): Promise<void> {
    const control = new AbortController();
    this.#control = control;
    const finding: Finding = { view, phase: 'working', rowsDone: 0, rowsTotal: 0, error: null };
    this.#tell(finding);
    this.#ready();
    await new Promise((resolve) => setTimeout(resolve, restMs));
    if (control.signal.aborted) return;
    const version = this.#version;
    // Progress has a way of its own out of a worker and may come in after the rows.
    const onProgress = (rowsDone: number, rowsTotal: number) => {
      if (this.#control === control) this.#tell({ ...finding, rowsDone, rowsTotal });
    };
    try {
      const rows = await this.#find(view, onProgress, control.signal);
      if (control.signal.aborted) return;
      this.#control = null;
      this.#foundVersion = version;
      this.#show({ view, key: keyOf(view), rows });
      if (version !== this.#version) void this.#work(view, 0);
    } catch (error) {
      if (control.signal.aborted) return;
      this.#control = null;
      this.#tell({ ...finding, phase: 'failed', error: String(error) });
    }
  }

  #show(found: FoundRows): void {
    this.#found = found;
    this.#tell(null);
  }

  #tell(finding: Finding | null): void {
    this.#finding = finding;
    for (const listener of this.#listeners) listener();
  }
}
