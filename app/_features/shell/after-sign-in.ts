/** Where the fragment of an address waits while its person signs in: no server ever sees a fragment, so none can hand it back. */
export const WAITING = 'rowmill-after-sign-in';

interface Place {
  search: string;
  hash: string;
  origin: string;
}

/** The page a signed-out person wanted: an address of this origin, without its fragment; the first page where none is named. */
function wantedPath({ search, origin }: Place): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const url = next.startsWith('/') && URL.canParse(next, origin) ? new URL(next, origin) : null;
  return url?.origin === origin ? url.pathname + url.search : '/';
}

/**
 * Where to go once signed in. `waiting` is what an earlier load of the sign-in page put aside: it counts while it names the
 * same page, since the fragment leaves the address at the first load.
 */
export function afterSignIn(place: Place, waiting: string | null): string {
  const path = wantedPath(place);
  if (place.hash.length > 1) return path + place.hash;
  return waiting?.split('#', 1)[0] === path ? waiting : path;
}

/** The sign-in page's address for somebody who is to come back to this one. */
export function signInAddress({ pathname, search, hash }: { pathname: string; search: string; hash: string }): string {
  return `/sign-in?next=${encodeURIComponent(pathname + search)}${hash}`;
}
