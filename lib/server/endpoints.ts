import { createHash } from 'node:crypto';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { ProviderSpec } from '#lib/providers/provider';
import type { AuthStyle } from './headers.ts';
import { SPECS, type LiveSettings } from './more-endpoints.ts';
import type { Runtime } from './runtime.ts';
import type { SandboxAddress } from './sandbox-process.ts';

/** How calls are made. */
export interface Access {
  /** No slash at its end. */
  baseUrl: string;
  key: string;
  auth: AuthStyle;
  /** Added to the query of every call. */
  query: Record<string, string>;
}

/** An endpoint as the server knows it. `info` is all that leaves; `access` is null where calls cannot be made. */
export interface Endpoint {
  info: EndpointInfo;
  spec: ProviderSpec;
  access: Access | null;
}

/** Where a call goes: below the base URL, with what the endpoint adds to every query. */
export function urlOf({ baseUrl, query }: Pick<Access, 'baseUrl' | 'query'>, path: string, search = ''): URL {
  const url = new URL(baseUrl + path + search);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Ties jobs to where they were prepared for: the first 32 hex digits of SHA-256 over protocol, base URL and fingerprint. */
function identityOf(protocol: string, baseUrl: string, fingerprint: string): string {
  return sha256([protocol, baseUrl, fingerprint].join('\n')).slice(0, 32);
}

type Settings = Pick<Runtime, 'config' | 'typed'>;

function limitOf(...limits: (number | null)[]): { maxUploadBytes?: number } {
  const set = limits.filter((limit) => limit !== null);
  return set.length === 0 ? {} : { maxUploadBytes: Math.min(...set) };
}

function liveEndpoint(live: LiveSettings, { config, typed }: Settings): Endpoint {
  const { id, label, spec, baseUrl, auth, query, keyVariable, lineUrl } = live;
  const ofPerson = typed.held.get(id);
  const key = ofPerson ?? live.key;
  const fingerprint = key === null ? null : sha256(key).slice(0, 12);
  return {
    info: {
      id,
      protocol: spec.name,
      kind: 'live',
      label,
      host: new URL(baseUrl).origin,
      fingerprint,
      identity: fingerprint === null ? null : identityOf(spec.name, baseUrl, fingerprint),
      keyVariable,
      keySource: key === null ? null : ofPerson === undefined ? 'environment' : 'typed',
      mayType: typed.allowed,
      lineUrl,
      ...limitOf(config.maxUploadBytes, live.maxUploadBytes),
    },
    spec,
    access: key === null ? null : { baseUrl, key, auth, query },
  };
}

/**
 * One process speaks every protocol at one port and tells them apart by `anthropic-version`. The port changes with each
 * start and the spool does not, so the identity names the spool.
 */
function sandboxEndpoint(spec: ProviderSpec, sandbox: SandboxAddress | null, { config }: Settings): Endpoint {
  const fingerprint = sandbox?.instance ?? null;
  return {
    info: {
      id: `sandbox-${spec.name}`,
      protocol: spec.name,
      kind: 'sandbox',
      label: `Sandbox (${spec.label} protocol)`,
      host: 'this server',
      fingerprint,
      identity: fingerprint === null ? null : identityOf(spec.name, 'sandbox', fingerprint),
      keyVariable: null,
      keySource: null,
      mayType: false,
      lineUrl: spec.defaults.lineUrl,
      ...limitOf(config.maxUploadBytes),
    },
    spec: { ...spec, label: 'the sandbox' },
    access: sandbox === null ? null : { baseUrl: sandbox.baseUrl, key: sandbox.token, auth: 'bearer', query: {} },
  };
}

/** Every endpoint there is, with or without a key. `sandbox` is null while its process is not answering. */
export function listEndpoints(settings: Settings, sandbox: SandboxAddress | null): Endpoint[] {
  const practice = [SPECS.openai, SPECS.anthropic].map((spec) => sandboxEndpoint(spec, sandbox, settings));
  return [...settings.config.live.map((live) => liveEndpoint(live, settings)), ...practice];
}

/** The live endpoint of that id, whose key may be typed. */
export function liveEndpointNamed(settings: Settings, id: string): Endpoint | undefined {
  const live = settings.config.live.find((one) => one.id === id);
  return live && liveEndpoint(live, settings);
}
