import { createHash } from 'node:crypto';
import type { EndpointInfo } from '#lib/core/endpoint';
import { anthropicSpec } from '#lib/providers/anthropic/spec';
import { openaiSpec } from '#lib/providers/openai/spec';
import type { ProviderSpec } from '#lib/providers/provider';
import type { Runtime } from './runtime.ts';
import type { SandboxAddress } from './sandbox-process.ts';

/** An endpoint as the server knows it. `info` is all that leaves; `access` is null where calls cannot be made. */
export interface Endpoint {
  info: EndpointInfo;
  spec: ProviderSpec;
  access: { baseUrl: string; key: string } | null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Ties jobs to where they were prepared for: the first 32 hex digits of SHA-256 over protocol, base URL and fingerprint. */
function identityOf(protocol: string, baseUrl: string, fingerprint: string): string {
  return sha256([protocol, baseUrl, fingerprint].join('\n')).slice(0, 32);
}

type Settings = Pick<Runtime, 'config' | 'typed'>;

function liveEndpoint(spec: ProviderSpec, { config, typed }: Settings): Endpoint {
  const { baseUrl, key: ofEnvironment } = config.live[spec.name];
  const ofPerson = typed.held.get(spec.name);
  const key = ofPerson ?? ofEnvironment;
  const fingerprint = key === null ? null : sha256(key).slice(0, 12);
  return {
    info: {
      id: spec.name,
      protocol: spec.name,
      kind: 'live',
      label: spec.label,
      host: new URL(baseUrl).origin,
      fingerprint,
      identity: fingerprint === null ? null : identityOf(spec.name, baseUrl, fingerprint),
      keyVariable: spec.keyVariable,
      keySource: key === null ? null : ofPerson === undefined ? 'environment' : 'typed',
      mayType: typed.allowed,
      lineUrl: spec.defaults.lineUrl,
    },
    spec,
    access: key === null ? null : { baseUrl, key },
  };
}

/**
 * One process speaks every protocol at one port and tells them apart by `anthropic-version`. The port changes with each
 * start and the spool does not, so the identity names the spool.
 */
function sandboxEndpoint(spec: ProviderSpec, sandbox: SandboxAddress | null): Endpoint {
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
    },
    spec: { ...spec, label: 'the sandbox' },
    access: sandbox === null ? null : { baseUrl: sandbox.baseUrl, key: sandbox.token },
  };
}

const specs: readonly ProviderSpec[] = [openaiSpec, anthropicSpec];

/** Every endpoint there is, with or without a key. `sandbox` is null while its process is not answering. */
export function listEndpoints(settings: Settings, sandbox: SandboxAddress | null): Endpoint[] {
  return [...specs.map((spec) => liveEndpoint(spec, settings)), ...specs.map((spec) => sandboxEndpoint(spec, sandbox))];
}

/** The live endpoint of that id, whose key may be typed. */
export function liveEndpointNamed(settings: Settings, id: string): Endpoint | undefined {
  const spec = specs.find(({ name }) => name === id);
  return spec && liveEndpoint(spec, settings);
}
