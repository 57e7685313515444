import type { ProviderName } from '#lib/core/recipe';

const privateHost = /^(localhost|.*\.localhost|127\..+|\[::1\]|10\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+|[^.]+)$/;

/** A key in clear text may cross this machine, a private network or a container network, and nothing else. */
export function isSafeBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && privateHost.test(url.hostname)));
}

/** By convention OPENAI_BASE_URL holds `/v1`, and ANTHROPIC_BASE_URL does not: there it is added where it is missing. */
const version: Record<ProviderName, { words: string; complete: (baseUrl: string) => string }> = {
  openai: { words: 'with /v1', complete: (baseUrl) => baseUrl },
  anthropic: { words: 'with or without /v1', complete: (baseUrl) => (baseUrl.endsWith('/v1') ? baseUrl : `${baseUrl}/v1`) },
};

/** A base URL as calls are made below it: without a slash at its end. */
export function completeBaseUrl(protocol: ProviderName, text: string): string {
  return version[protocol].complete(text.replace(/\/+$/, ''));
}

/** Why a base URL is not taken, after its name. */
export function baseUrlWords(protocol: ProviderName, example: string): string {
  return `must be an https address such as ${example} (${version[protocol].words}, without a question mark). Plain http is taken only on this machine and private networks, because the key would be readable on the way.`;
}
