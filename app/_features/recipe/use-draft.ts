import { useCallback, useEffect, useRef, useState } from 'react';
import { EMPTY_DRAFT, keptDraft, type JobDraft } from '#lib/core/new-job';
import { deleteDraft, getDraft, putDraft } from '#lib/storage/drafts';

const SAVE_AFTER_MS = 400;

export interface DraftHandle {
  /** Null until read from storage. */
  draft: JobDraft | null;
  edit: (change: (draft: JobDraft) => JobDraft) => void;
  /** Forgets the draft, here and in storage. */
  discard: () => Promise<void>;
  /** Why the draft could not be kept; null where it is. */
  saveProblem: string | null;
}

/** The "New job" page as it stands, written to storage shortly after each change and when the page is left. */
export function useDraft(): DraftHandle {
  const [draft, setDraft] = useState<JobDraft | null>(null);
  const [saveProblem, setSaveProblem] = useState<string | null>(null);
  const unsaved = useRef<JobDraft | null>(null);

  useEffect(() => {
    let isCurrent = true;
    void getDraft().then((kept) => {
      if (isCurrent) setDraft((now) => now ?? (kept ? keptDraft(kept) : EMPTY_DRAFT));
    });
    return () => {
      isCurrent = false;
    };
  }, []);

  const save = useCallback(() => {
    const now = unsaved.current;
    unsaved.current = null;
    if (!now) return;
    putDraft({ ...now, id: 'new', updatedAt: Date.now() }).then(
      () => setSaveProblem(null),
      (error: unknown) => setSaveProblem(error instanceof Error ? error.message : String(error)),
    );
  }, []);

  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, save]);

  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && save();
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('pagehide', save);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  const edit = useCallback((change: (draft: JobDraft) => JobDraft) => {
    setDraft((now) => {
      const next = change(now ?? EMPTY_DRAFT);
      unsaved.current = next;
      return next;
    });
  }, []);

  const discard = useCallback(async () => {
    unsaved.current = null;
    await deleteDraft();
  }, []);

  return { draft, edit, discard, saveProblem };
}
