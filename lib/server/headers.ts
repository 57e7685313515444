import type { IncomingHttpHeaders } from 'node:http';
import type { ProviderName } from '#lib/core/recipe';

/** Which header carries a key. The official SDKs send it as a bearer token to either provider; some gateways want their own. */
export type AuthStyle = 'bearer' | 'api-key' | 'x-api-key';

const passedUp = ['content-type', 'content-length', 'accept'];
const passedDown =
  /^(content-type|content-disposition|x-request-id|request-id|retry-after|retry-after-ms|x-should-retry|x-ratelimit-[a-z-]+|openai-[a-z-]+|anthropic-ratelimit-[a-z-]+)$/;
const shownAsPage = /html|xml|svg/i;

/** Headers of one protocol alone: the browser's word passes; where it says nothing, this is sent (null: nothing). */
const ofProtocol: Record<ProviderName, Record<string, string | null>> = {
  openai: {},
  anthropic: { 'anthropic-version': '2026-10-21', 'anthropic-beta': null },
};

/**
 * The headers a provider sees: the few of the browser's that describe the body or the protocol's version, and our own.
 * Cookies, client authorization and what an SDK tells about its browser end here.
 */
export function headersUp(
  request: Headers,
  { key, auth }: { key: string; auth: AuthStyle },
  protocol: ProviderName,
): Record<string, string> {
  const headers: Record<string, string> = {
    ...(auth === 'bearer' ? { authorization: `Bearer ${key}` } : { [auth]: key }),
    'accept-encoding': 'identity',
    'user-agent': 'rowmill',
  };
  for (const name of passedUp) {
    const value = request.get(name);
    if (value !== null) headers[name] = value;
  }
  for (const [name, otherwise] of Object.entries(ofProtocol[protocol])) {
    const value = request.get(name) ?? otherwise;
    if (value !== null) headers[name] = value;
  }
  return headers;
}

/** The headers the browser sees. A list of what passes, so that no cookie, redirect, policy or coding of a provider acts on our origin. */
export function headersDown(reply: IncomingHttpHeaders): Headers {
  const headers = new Headers({ 'cache-control': 'no-store, no-transform' });
  for (const [name, value] of Object.entries(reply)) {
    if (passedDown.test(name) && typeof value === 'string') headers.set(name, value);
  }
  if (shownAsPage.test(headers.get('content-type') ?? '')) headers.set('content-type', 'text/plain; charset=utf-8');
  return headers;
}
