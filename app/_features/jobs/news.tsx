'use client';
import { useJobs } from './use-jobs.ts';
import { useNews } from './use-news.ts';

/** Tells what comes to its end; shows nothing itself. */
export function News() {
  useNews(useJobs());
  return null;
}
