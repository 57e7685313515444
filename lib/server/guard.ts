import type { Problem } from './problem.ts';

/**
 * Lets through only requests of our own pages, at our own address. A browser says where a request comes from in `Origin`
 * or `Sec-Fetch-Site`; at least one must say "from here" and neither may say otherwise. An address typed by the person
 * (`none`) may read. `origin` is the canonical one: `http://localhost:3000`.
 */
export function refuseForeign(request: Request, origin: string): Problem | null {
  if (request.headers.get('host') !== new URL(origin).host) {
    return { status: 421, code: 'wrong_host', message: `This server answers only at ${origin}. Nothing was sent. Open it there.` };
  }
  const from = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const typed = site === 'none' && request.method === 'GET';
  const ours = (from === null || from === origin) && (site === null || site === 'same-origin' || typed);
  if (ours && (from !== null || site !== null)) return null;
  return {
    status: 403,
    code: 'not_same_origin',
    message: `Only Rowmill's own pages may use this address. Nothing was sent. Open Rowmill at ${origin}.`,
  };
}
