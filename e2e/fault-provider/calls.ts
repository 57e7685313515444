/** What an app may ask of a provider, named alike in both protocols. */
export type CallName = 'upload' | 'create' | 'poll' | 'list' | 'cancel' | 'file' | 'files' | 'download' | 'other';

const CALLS: [name: CallName, call: RegExp][] = [
  ['upload', /^POST \/v1\/files$/],
  ['files', /^GET \/v1\/files$/],
  ['file', /^GET \/v1\/files\/[^/]+$/],
  ['create', /^POST \/v1\/(messages\/)?batches$/],
  ['list', /^GET \/v1\/(messages\/)?batches$/],
  ['poll', /^GET \/v1\/(messages\/)?batches\/[^/]+$/],
  ['cancel', /^POST \/v1\/(messages\/)?batches\/[^/]+\/cancel$/],
  ['download', /^GET \/v1\/(files\/[^/]+\/content|messages\/batches\/[^/]+\/results)$/],
];

export function callName(method: string, path: string): CallName {
  return CALLS.find(([, call]) => call.test(`${method} ${path}`))?.[0] ?? 'other';
}
