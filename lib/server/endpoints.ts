import { createHash } from 'node:crypto';
import type { EndpointInfo } from '#lib/core/endpoint';
import { openaiSpec } from '#lib/providers/openai/spec';
import type { ProviderSpec } from '#lib/providers/provider';
import type { ServerConfig } from './config.ts';
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

function liveEndpoint({ baseUrl, key }: ServerConfig['openai']): Endpoint {
  const fingerprint = key === null ? null : sha256(key).slice(0, 12);
  return {
    info: {
      id: 'openai',
      protocol: 'openai',
      kind: 'live',
      label: openaiSpec.label,
      host: new URL(baseUrl).origin,
      fingerprint,
      identity: fingerprint === null ? null : identityOf('openai', baseUrl, fingerprint),
      keyVariable: openaiSpec.keyVariable,
      lineUrl: openaiSpec.defaults.lineUrl,
    },
    spec: openaiSpec,
    access: key === null ? null : { baseUrl, key },
  };
}

/** The sandbox's port changes with each start and its spool does not, so the identity names the spool. */
function sandboxEndpoint(sandbox: SandboxAddress | null): Endpoint {
  const fingerprint = sandbox?.instance ?? null;
  return {
    info: {
      id: 'sandbox-openai',
      protocol: 'openai',
      kind: 'sandbox',
      label: 'Sandbox (OpenAI protocol)',
      host: 'this server',
      fingerprint,
      identity: fingerprint === null ? null : identityOf('openai', 'sandbox', fingerprint),
      keyVariable: null,
      lineUrl: openaiSpec.defaults.lineUrl,
    },
    spec: { ...openaiSpec, label: 'the sandbox' },
    access: sandbox === null ? null : { baseUrl: sandbox.baseUrl, key: sandbox.token },
  };
}

/** Every endpoint there is, with or without a key. `sandbox` is null while its process is not answering. */
export function listEndpoints(config: ServerConfig, sandbox: SandboxAddress | null): Endpoint[] {
  return [liveEndpoint(config.openai), sandboxEndpoint(sandbox)];
}
