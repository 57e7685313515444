import type { AllowedCall, ProviderSpec } from '#lib/providers/provider';
import type { Problem } from './problem.ts';

const segment = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/;

export interface ProxyPath {
  endpoint: string;
  /** Below `/v1`: `/files/file-1/content`. */
  path: string;
}

/** Takes `/api/{endpoint}/v1/…` apart. Only plain segments pass: nothing encoded, empty, dotted or controlling, so there is nothing to normalise. */
export function readProxyPath(pathname: string): ProxyPath | Problem {
  const [root, api, endpoint, version, ...rest] = pathname.split('/');
  const plain = root === '' && api === 'api' && version === 'v1' && rest.length > 0;
  if (!plain || endpoint === undefined || ![endpoint, ...rest].every((part) => segment.test(part))) {
    return { status: 400, code: 'bad_path', message: 'This address is not one the server can forward. Nothing was sent.' };
  }
  return { endpoint, path: `/${rest.join('/')}` };
}

function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => part === given[at] || part === '{id}');
}

/** The call of the provider's allow-list that a request is, or why it is none. Only reads carry a query. */
export function findAllowed(spec: ProviderSpec, method: string, path: string, query: string): AllowedCall | Problem {
  const call = spec.allow.find((one) => one.method === method && fits(one.path, path));
  if (call && (query === '' || method === 'GET')) return call;
  return { status: 404, code: 'not_allowed', message: `Rowmill does not forward ${method} ${path} to ${spec.label}. Nothing was sent.` };
}
