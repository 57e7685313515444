import { useEffect, useState } from 'react';
import type { Trouble } from '#lib/core/job';
import type { JobLinked, RecipeLinked } from '#lib/workers/share.api';
import { shareWorker } from '#lib/workers/share.client';

type Asked<T> = { phase: 'working' } | { phase: 'ready'; link: T } | { phase: 'refused'; trouble: Trouble };
type LinkOf<T> = T extends { link: infer Link } ? Link : never;

const broken = (error: unknown): Trouble => ({
  what: 'The link could not be made.',
  meaning: 'Nothing was shared.',
  todo: 'Try again; if it stays, reload the page.',
  details: error instanceof Error ? error.message : String(error),
});

/** The whole address of a link; what it holds stands behind the `#`, which no server gets to see. */
export const linkAddress = (fragment: string): string => `${location.origin}/open#${fragment}`;

function useLink<T extends JobLinked | RecipeLinked>(key: string, make: () => Promise<T>): Asked<LinkOf<T>> {
  const [made, setMade] = useState<{ key: string; asked: Asked<LinkOf<T>> } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (asked: Asked<LinkOf<T>>) => isCurrent && setMade({ key, asked });
    make().then(
      (linked) => show(linked.ok ? { phase: 'ready', link: linked.link as LinkOf<T> } : { phase: 'refused', trouble: linked.trouble }),
      (error: unknown) => show({ phase: 'refused', trouble: broken(error) }),
    );
    return () => {
      isCurrent = false;
    };
    // `key` says all that `make` depends on.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return made?.key === key ? made.asked : { phase: 'working' };
}

export const useJobLink = (jobId: string) => useLink(jobId, () => shareWorker.run((remote) => remote.linkJob(jobId)));

export const useRecipeLink = (jobId: string, isWithExamples: boolean) =>
  useLink(`${isWithExamples}-${jobId}`, () => shareWorker.run((remote) => remote.linkRecipe(jobId, isWithExamples)));

/** Called once the link is in somebody's hands. */
export const noteShared = (jobId: string): Promise<void> => shareWorker.run((remote) => remote.noteShared(jobId));
