import type { JobStage } from '#lib/core/job-status';
import type { Tone } from '../../_ui/badge.tsx';

/** How a job's stage is coloured; its words stand beside it always. */
export const STAGE_TONES: Record<JobStage, Tone> = {
  preparing: 'neutral',
  'prepare-stopped': 'warn',
  'prepare-failed': 'error',
  ready: 'accent',
  submitting: 'neutral',
  held: 'warn',
  running: 'neutral',
  paused: 'warn',
  rowless: 'warn',
  collecting: 'neutral',
  unsure: 'warn',
  trouble: 'error',
  cancelling: 'neutral',
  finished: 'ok',
};
