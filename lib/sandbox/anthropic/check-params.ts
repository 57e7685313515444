import type { JsonObject } from '#lib/core/json';
import { checkMessages } from './check-messages.ts';
import { checkOutput } from './check-output.ts';
import { checkThinking } from './check-thinking.ts';
import { checkTools } from './check-tools.ts';
import { type Fault, invalid } from './errors.ts';
import { type ModelTraits, runningModel, unknownModel } from './models.ts';

export const VERSIONS = ['2023-06-01', '2026-10-21'] as const;

/** What holds for a request besides its model. */
export interface Rules {
  kind: 'batch' | 'live' | 'count';
  version: (typeof VERSIONS)[number];
}

const COUNTED = [
  'messages',
  'model',
  'cache_control',
  'output_config',
  'speed',
  'system',
  'thinking',
  'tool_choice',
  'tools',
  'user_profile_id',
];
const TAKEN = [
  ...COUNTED,
  'max_tokens',
  'container',
  'diagnostics',
  'inference_geo',
  'metadata',
  'service_tier',
  'stop_sequences',
  'stream',
];
const SAMPLING = ['temperature', 'top_p', 'top_k'];

export type Checked = { ok: true; model: ModelTraits } | { ok: false; fault: Fault };

/** Holds a message request against the service's and its model's rules: the first that is broken, or the model that will answer. */
export function checkParams(params: JsonObject, rules: Rules): Checked {
  const name = params['model'];
  if (typeof name !== 'string' || name === '') return { ok: false, fault: invalid('model: a model name is required') };
  const model = runningModel(name, Date.now());
  if (!model) return { ok: false, fault: unknownModel(name) };
  const fault =
    checkNames(params, rules) ??
    checkSampling(params, rules, model) ??
    checkLimit(params, rules, model) ??
    checkSending(params, rules) ??
    checkMessages(params, model) ??
    checkTools(params, model) ??
    checkOutput(params, model) ??
    checkThinking(params, model);
  return fault ? { ok: false, fault } : { ok: true, model };
}

function checkNames(params: JsonObject, { kind }: Rules): Fault | null {
  const taken = kind === 'count' ? COUNTED : TAKEN;
  const extra = Object.keys(params).find((name) => !taken.includes(name) && !SAMPLING.includes(name));
  return extra === undefined ? null : invalid(`${extra}: there is no such parameter`);
}

/** The newer API version has no sampling parameters at all; under the older one newer models take a temperature of 1 and nothing else. */
function checkSampling(params: JsonObject, { kind, version }: Rules, { sampling, id }: ModelTraits): Fault | null {
  const sent = SAMPLING.find((name) => params[name] !== undefined);
  if (sent === undefined) return null;
  if (version === '2026-10-21' || kind === 'count') return invalid(`${sent}: no such parameter in version ${version}`);
  const value = params['temperature'];
  if (value !== undefined && (typeof value !== 'number' || value < 0 || value > 1)) {
    return invalid('temperature: a number from 0 to 1 is expected');
  }
  if (sampling === 'any') return null;
  return sent === 'temperature' && value === 1 ? null : invalid(`${sent}: ${id} does not take another value than the usual one`);
}

function checkLimit(params: JsonObject, { kind }: Rules, { id, maxTokens }: ModelTraits): Fault | null {
  if (kind === 'count') return null;
  const limit = params['max_tokens'];
  if (limit === undefined) return invalid('max_tokens: this parameter is required');
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
    return invalid('max_tokens: a whole number of at least 1 is expected');
  }
  return limit > maxTokens ? invalid(`max_tokens: ${limit} is more than the ${maxTokens} that ${id} can give`) : null;
}

function checkSending(params: JsonObject, { kind }: Rules): Fault | null {
  if (params['stream'] !== undefined && (kind === 'batch' || params['stream'] === true)) {
    return invalid(kind === 'batch' ? 'stream: not possible within a batch' : 'stream: not offered by the sandbox');
  }
  if (params['speed'] !== undefined && params['speed'] !== null) {
    return invalid(kind === 'batch' ? 'speed: not possible within a batch' : 'speed: not offered by the sandbox');
  }
  const stops = params['stop_sequences'];
  if (stops === undefined) return null;
  const fine = Array.isArray(stops) && stops.every((stop) => typeof stop === 'string' && stop.trim() !== '');
  return fine ? null : invalid('stop_sequences: a list of texts that are not blank is expected');
}
