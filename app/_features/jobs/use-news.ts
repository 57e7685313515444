import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { JobStage } from '#lib/core/job-status';
import { noticesSince, type Notice } from './notices.ts';
import { notifyChoice } from './use-notify-choice.ts';
import type { ListedJob } from './use-jobs.ts';

const isLookedAt = () => document.visibilityState === 'visible' && document.hasFocus();

/** Several tabs tell the same news; the browser shows one of each tag. */
function tell({ jobId, title, body }: Notice, open: (jobId: string) => void): void {
  if (notifyChoice() !== 'on') return;
  try {
    const shown = new Notification(title, { body, tag: `rowmill ${jobId}`, icon: '/favicon.svg' });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      open(jobId);
    });
  } catch {
    // Some browsers on phones know notices but let no page show one; the tab's title tells it.
  }
}

/** Tells what comes to its end while nobody looks at this tab; how much that is, until somebody does. */
export function useNews(jobs: ListedJob[] | undefined): number {
  const router = useRouter();
  const before = useRef<ReadonlyMap<string, JobStage>>(new Map());
  const [news, setNews] = useState(0);
  useEffect(() => {
    if (!jobs) return;
    const notices = noticesSince(before.current, jobs);
    before.current = new Map(jobs.map(({ job, status }) => [job.id, status.stage]));
    if (notices.length === 0 || isLookedAt()) return;
    for (const notice of notices) tell(notice, (jobId) => router.push(`/jobs/${jobId}`));
    setNews((now) => now + notices.length);
  }, [jobs, router]);
  useEffect(() => {
    const look = () => isLookedAt() && setNews(0);
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return news;
}
