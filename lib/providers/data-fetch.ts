const OWN_ERROR = 'rowmill_proxy';

/** How a page that came in place of data is told on: as our own server tells its problems. */
function problem(status: number, code: string, message: string): Response {
  const headers = { 'x-should-retry': 'false' };
  return Response.json({ type: 'error', error: { message, type: OWN_ERROR, code } }, { status, headers });
}

/**
 * A `fetch` that takes no page for an answer. Our server never passes on a page of a provider (`server/headers.ts`), so HTML is the word of
 * something else: this server while it is being replaced, a gateway before it, or a sign-in page a call was sent on to. An SDK would read
 * such a page as an empty answer: a list without batches, a batch without an id.
 */
export function dataFetch(fetchAny: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await fetchAny(input, init);
    if (!/html/i.test(response.headers.get('content-type') ?? '')) return response;
    await response.body?.cancel();
    const { status, redirected } = response;
    const said = `A page came instead of data (status ${status}).`;
    if (redirected || status === 401 || status === 403) return problem(401, 'signed_out', said);
    // Whether a page with a good or a server's status came before or after the call was passed on, nobody can tell.
    return status >= 400 && status < 500 ? problem(status, 'page_refused', said) : problem(502, 'page_instead', said);
  };
}
