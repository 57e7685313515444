import type { Stretch } from '../figures.ts';
import { PATIENCE_MS, type Session } from '../session.ts';
import { whenViewShows } from './on-screen.ts';

/** Stands in one text of some hundred, and in no answer. */
const NEEDLE = 'Tram never mentioned the SECOND invoice';

/** Searches texts and answers: from the call, once typing has rested, to the rows found on screen. Shows all rows again after. */
export async function searchResults(session: Session): Promise<Stretch> {
  await session.quiet();
  const box = session.page.getByRole('searchbox', { name: 'Search' });
  const since = Date.now();
  await box.fill(NEEDLE);
  const took = await whenViewShows(session.page, since);
  await box.fill('');
  return took;
}

/** Sorts by a field of the answers: from the call to the first rows on screen. Null: the table cannot be sorted. */
export async function sortResults(session: Session): Promise<Stretch | null> {
  await session.quiet();
  const head = session.page.getByRole('columnheader', { name: 'sentiment' });
  const button = head.getByRole('button');
  if ((await button.count()) === 0) return null;
  const since = Date.now();
  await button.first().click();
  const took = await whenViewShows(session.page, since);
  // Descending, and back to the table's order.
  for (let n = 0; n < 2; n++) await button.first().click();
  return took;
}

/** The download of all that `ask` clicks for: from the click to the whole file handed to the browser. */
async function downloaded(session: Session, ask: () => Promise<void>): Promise<Stretch & { bytes: number }> {
  await session.quiet();
  const download = session.page.waitForEvent('download', { timeout: PATIENCE_MS });
  await ask();
  const startedAt = await session.lastClick();
  await (await download).cancel();
  const { at: endedAt, bytes } = (await session.page.evaluate(() => window.benchProbe.saves)).at(-1)!;
  return { startedAt, endedAt, bytes };
}

export function exportCsv(session: Session): Promise<Stretch & { bytes: number }> {
  return downloaded(session, async () => {
    await session.page.getByRole('button', { name: 'Download results' }).click();
    await session.page.getByRole('menuitem', { name: /^CSV, exact/ }).click();
  });
}

export function saveBundle(session: Session): Promise<Stretch & { bytes: number }> {
  return downloaded(session, () => session.page.getByRole('button', { name: 'Download bundle' }).click());
}
