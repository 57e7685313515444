import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

const SIGN_IN = '/sign-in';

/** @param {string} folder @returns {Set<string>} paths of the files in public/, which are nobody's secret */
export function publicPaths(folder) {
  if (!existsSync(folder)) return new Set();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Set(files.map((file) => join(file.parentPath, file.name).slice(folder.length).split(sep).join('/')));
}

/**
 * What becomes of a request for a page where people sign in: `pass`, `refuse` (not a page somebody opens: no way to go there), or
 * the address it is sent on to. The API looks after itself; scripts, styles and public files are open to all.
 * @param {{ method: string, target: string, isSoft: boolean, isSignedIn: () => Promise<boolean>, isPublic: (path: string) => boolean }} request `isSoft`: asked for by a page that is open, not by a person
 * @returns {Promise<'pass' | 'refuse' | { to: string }>}
 */
export async function judgePage({ method, target, isSoft, isSignedIn, isPublic }) {
  const path = target.split('?', 1)[0];
  const isRead = method === 'GET' || method === 'HEAD';
  if (path.startsWith('/api/') || isPublic(path)) return 'pass';
  const isInside = await isSignedIn();
  if (path === SIGN_IN) return isInside && isRead && !isSoft ? { to: '/' } : 'pass';
  if (isInside) return 'pass';
  if (!isRead || isSoft) return 'refuse';
  return { to: target === '/' ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(target)}` };
}
