'use client';
import { useEffect, useState } from 'react';
import type { Job, Trouble } from '#lib/core/job';
import { onUnsaid } from '#lib/jobs/unsaid';

/** A trouble of the job that could not be stored; null again once anything of the job could be. */
export function useUnsaid({ id, updatedAt }: Job): Trouble | null {
  const [heard, setHeard] = useState<{ trouble: Trouble; updatedAt: number } | null>(null);
  useEffect(() => onUnsaid(id, (trouble) => setHeard({ trouble, updatedAt })), [id, updatedAt]);
  return heard?.updatedAt === updatedAt ? heard.trouble : null;
}
