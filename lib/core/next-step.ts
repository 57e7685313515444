import type { Part } from './job.ts';

export type Step =
  | { do: 'upload' | 'create' | 'search' | 'answer' | 'poll' | 'cancel' | 'collect' | 'drop' }
  | { do: 'wait'; until: number | null };

export interface StepWishes {
  submit: boolean;
  cancel: boolean;
  watch: boolean;
  checkNow: boolean;
  /** When watching is to end, after one more look; absent or null: never. */
  giveUpAt?: number | null;
}

/** Was it looked at since the give-up time? A look that failed is tried again, as any other. */
export function hadLastLook(part: Part, giveUpAt: number): boolean {
  return (part.lastPollAt ?? 0) >= giveUpAt;
}

function pollStep(part: Part, { giveUpAt = null }: StepWishes, now: number, isDue: boolean): Step {
  if (isDue) return { do: 'poll' };
  if (giveUpAt === null || hadLastLook(part, giveUpAt) || part.tries > 0) return { do: 'wait', until: part.nextPollAt };
  return giveUpAt <= now ? { do: 'poll' } : { do: 'wait', until: Math.min(giveUpAt, part.nextPollAt ?? giveUpAt) };
}

/**
 * What is to be done with a part now. `wait.until` null: nothing before the person wants something.
 * Backoff is waited out unless the person asks to check now. `submitAs` says whether the provider wants the file uploaded
 * before the batch is made of it, or both in one call.
 */
export function nextStep(part: Part, wishes: StepWishes, now: number, submitAs: 'file' | 'body'): Step {
  const isDue = wishes.checkNow || (part.nextPollAt ?? 0) <= now;
  const later: Step = { do: 'wait', until: part.nextPollAt };
  switch (part.state) {
    case 'built':
    case 'uploading':
    case 'uploaded':
      if (wishes.cancel) return { do: 'drop' };
      if (!wishes.submit) return { do: 'wait', until: null };
      if (!isDue) return later;
      return { do: part.state === 'uploaded' || submitAs === 'body' ? 'create' : 'upload' };
    case 'creating':
    case 'uncertain':
      if (part.answer) return { do: 'answer' };
      return isDue ? { do: 'search' } : later;
    case 'submitted':
    case 'running':
      if (wishes.cancel && part.cancelRequestedAt === null && (isDue || part.tries === 0)) return { do: 'cancel' };
      if (!wishes.watch && !wishes.checkNow) return { do: 'wait', until: null };
      return pollStep(part, wishes, now, isDue);
    case 'ended':
      return isDue ? { do: 'collect' } : later;
    case 'collected':
    case 'failed':
    case 'split':
      return { do: 'wait', until: null };
  }
}
