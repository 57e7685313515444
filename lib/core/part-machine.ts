import { PART_STATES, type Part, type PartState } from './job.ts';
import type { EventOf, EventType, PartEvent } from './part-event.ts';
import {
  adopted,
  again,
  ambiguous,
  answered,
  cancelling,
  collected,
  collectFailed,
  createFailed,
  creating,
  disowned,
  divided,
  dropped,
  due,
  held,
  measured,
  noted,
  notFound,
  pollFailed,
  searchFailed,
  seen,
  tooLate,
  unsendable,
  unsure,
  uploaded,
  uploadFailed,
  uploading,
  type Change,
} from './part-outcomes.ts';

type Outcome<T extends EventType> = ((part: Part, event: EventOf<T>) => Change | null) | null;
/** One outcome for each of PART_STATES, in their order: a state or an event without one does not compile. */
type Line<T extends EventType, S extends readonly unknown[] = typeof PART_STATES> = { readonly [I in keyof S]: Outcome<T> };

/** The event does not belong to the state and changes nothing. */
const _ = null;

/**
 * The life of a part, as a table: what each event does in each state. Effects live elsewhere; they store the state before and
 * after each call, so that a crash between the two is seen here as `resumed`.
 *
 *   built → uploading → uploaded → creating → submitted → running → ended → collected
 *                          ↓   ↖      ↓ ↑ (found)  ↓                   └──→ (not ours) uncertain
 *                        split  ↖─ uncertain    (no room) back in line                 → failed
 */
// prettier-ignore
const TABLE: { readonly [T in EventType]: Line<T> } = {
  //                  built         uploading     uploaded   creating      uncertain     submitted   running     ended          collected failed split
  'resumed':         [_,            again,        _,         unsure,       _,            _,          _,          _,             _,        _,     _],
  'upload-begun':    [uploading,    _,            _,         _,            _,            _,          _,          _,             _,        _,     _],
  'upload-progress': [_,            noted,        _,         noted,        _,            _,          _,          _,             _,        _,     _],
  'uploaded':        [uploaded,     uploaded,     _,         _,            _,            _,          _,          _,             _,        _,     _],
  'upload-failed':   [uploadFailed, uploadFailed, _,         _,            _,            _,          _,          _,             _,        _,     _],
  'held':            [held,         _,            held,      _,            _,            _,          _,          _,             _,        _,     _],
  'awaited':         [due,          _,            due,       _,            due,          due,        due,        due,           _,        _,     _],
  'measured':        [measured,     _,            measured,  _,            _,            _,          _,          _,             _,        _,     _],
  'split':           [divided,      _,            divided,   _,            _,            _,          _,          _,             _,        _,     _],
  'unsendable':      [unsendable,   _,            unsendable, _,           _,            _,          _,          _,             _,        _,     _],
  'create-begun':    [creating,     _,            creating,  _,            _,            _,          _,          _,             _,        _,     _],
  'created':         [_,            _,            _,         adopted,      adopted,      _,          _,          _,             _,        _,     _],
  'create-failed':   [_,            _,            _,         createFailed, _,            _,          _,          _,             _,        _,     _],
  'not-found':       [_,            _,            _,         _,            notFound,     _,          _,          _,             _,        _,     _],
  'ambiguous':       [_,            _,            _,         _,            ambiguous,    _,          _,          _,             _,        _,     _],
  'search-failed':   [_,            _,            _,         _,            searchFailed, _,          _,          _,             _,        _,     _],
  'answered':        [tooLate,      tooLate,      tooLate,   tooLate,      answered,     tooLate,    tooLate,    tooLate,       tooLate,  tooLate, tooLate],
  'seen':            [_,            _,            _,         _,            _,            seen,       seen,       _,             _,        _,     _],
  'poll-failed':     [_,            _,            _,         _,            _,            pollFailed, pollFailed, _,             _,        _,     _],
  'cancel-asked':    [_,            _,            _,         _,            _,            cancelling, cancelling, _,             _,        _,     _],
  'disowned':        [_,            _,            _,         _,            _,            disowned,   disowned,   disowned,      _,        _,     _],
  'collected':       [_,            _,            _,         _,            _,            _,          _,          collected,     _,        _,     _],
  'collect-failed':  [_,            _,            _,         _,            _,            _,          _,          collectFailed, _,        _,     _],
  'dropped':         [dropped,      dropped,      dropped,   _,            _,            _,          _,          _,             _,        _,     _],
};

/** Every event there is. */
export const PART_EVENTS = Object.keys(TABLE) as EventType[];

/** What an event changes; null where it does not belong to the part's state and changes nothing. Total: never throws. */
export function transition(part: Part, event: PartEvent): Change | null {
  const line = TABLE[event.type] as readonly (((part: Part, event: PartEvent) => Change | null) | null)[];
  return line[PART_STATES.indexOf(part.state)]?.(part, event) ?? null;
}

/** What becomes of a part's rows in the ledger. */
export type RowsMove = 'sent' | 'waiting' | 'failed' | 'cancelled';

const AT_PROVIDER = new Set<PartState>(['submitted', 'running', 'ended', 'collected']);

/** What a step between two states means for the part's rows; null: nothing. Collecting settles its rows itself. */
export function rowsMove(event: EventType, before: PartState, after: PartState): RowsMove | null {
  if (before === after) return null;
  if (after === 'failed') return event === 'dropped' ? 'cancelled' : 'failed';
  if (AT_PROVIDER.has(before) !== AT_PROVIDER.has(after)) return AT_PROVIDER.has(after) ? 'sent' : 'waiting';
  return null;
}
