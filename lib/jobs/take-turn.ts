import type { Part } from '#lib/core/job';
import { OTHER_IN_DOUBT, REQUEST_TOO_LARGE } from '#lib/core/part-troubles';
import { turnOf } from '#lib/core/queue-limit';
import { attemptRecipe } from './build.ts';
import type { Desk, Work } from './desk.ts';

const UNSURE_WAIT_MS = 5000;

/** Is there a part of any job here of which nobody knows whether its batch was made? Batches there carry no mark of ours. */
async function heldByDoubt(desk: Desk, part: Part, others: { part: Part }[]): Promise<boolean> {
  if (!others.some(({ part: { state } }) => state === 'uncertain' || state === 'creating')) return false;
  await desk.apply(part, { type: 'held', waitsFor: 'turn', until: Date.now() + UNSURE_WAIT_MS, trouble: OTHER_IN_DOUBT });
  return true;
}

/**
 * Whether a part's batch may be made now. Where not, it is stored why and until when; a part too large for the provider's queue is
 * divided. With `isUnmarked`, batches of the endpoint carry no name, and only one may be in doubt at a time.
 */
export async function takeTurn(desk: Desk, part: Part, work: Work, isUnmarked: boolean): Promise<boolean> {
  const { job, attempt } = work;
  const { model } = attemptRecipe(job, attempt).question;
  const others = (await desk.partsAt(job.endpoint.identity)).filter(({ part: { jobId, k } }) => jobId !== part.jobId || k !== part.k);
  if (isUnmarked && (await heldByDoubt(desk, part, others))) return false;
  const sameModel = others.filter((other) => other.model === model).map((other) => other.part);
  let current = part;
  let turn = turnOf(current, sameModel, Date.now());
  if (turn.do === 'measure') {
    const measured = await desk.apply(part, { type: 'measured', tokens: await desk.tokens(part) });
    if (!measured) return false;
    current = measured;
    turn = turnOf(current, sameModel, Date.now());
  }
  switch (turn.do) {
    case 'create':
      return true;
    case 'wait':
      await desk.apply(part, { type: 'held', waitsFor: 'room', until: turn.until, trouble: turn.trouble });
      return false;
    case 'split':
      await desk.split(current, work, turn.pieces);
      return false;
    case 'refuse':
      await desk.apply(part, { type: 'unsendable', trouble: REQUEST_TOO_LARGE });
      return false;
    case 'measure':
      return false;
  }
}
