import { db, type Draft } from './db.ts';

export type { Draft } from './db.ts';

export function getDraft(): Promise<Draft | undefined> {
  return db.drafts.get('new');
}

export async function putDraft(draft: Draft): Promise<void> {
  await db.drafts.put(draft);
}

export async function deleteDraft(): Promise<void> {
  await db.drafts.delete('new');
}
