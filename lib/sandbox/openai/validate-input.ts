import { isJsonObject, type JsonObject } from '#lib/core/json';
import { readLines } from '../store/lines.ts';
import type { BatchFault } from './batch.ts';
import { shapeFault } from './check-body.ts';
import { modelTraits, unknownModel } from './models.ts';

export type Validation = { ok: true; requests: number; model: string; promptTokens: number } | { ok: false; faults: BatchFault[] };

const MOST_FAULTS = 100;

/** Reads a batch's input file once, line by line, for the faults that keep a batch from beginning. Stops early when the signal fires (null). */
export async function validateInput(path: string, endpoint: string, mostRequests: number, signal: AbortSignal): Promise<Validation | null> {
  const faults: BatchFault[] = [];
  const ids = new Set<string>();
  let model: string | null = null;
  let requests = 0;
  let characters = 0;
  for await (const line of readLines(path)) {
    if (signal.aborted) return null;
    if (line.text.trim() === '') continue;
    requests += 1;
    characters += line.text.length;
    if (requests > mostRequests) return { ok: false, faults: [tooMany(mostRequests)] };
    const fault = (code: string, message: string, param: string | null) => faults.push({ code, message, line: line.number, param });
    const request = parse(line.text);
    if (!request) fault('invalid_json_line', 'This line is not parseable as valid JSON.', null);
    else model = checkRequest(request, { endpoint, ids, model, fault });
    if (faults.length >= MOST_FAULTS) break;
  }
  if (requests === 0)
    return {
      ok: false,
      faults: [{ code: 'empty_file', message: 'The input file holds no requests.', line: null, param: 'input_file_id' }],
    };
  return faults.length > 0 ? { ok: false, faults } : { ok: true, requests, model: model ?? '', promptTokens: Math.ceil(characters / 4) };
}

interface Checking {
  endpoint: string;
  ids: Set<string>;
  model: string | null;
  fault(code: string, message: string, param: string | null): void;
}

/** Reports a request's faults; gives the file's model, which the first request that names one decides. */
function checkRequest(request: JsonObject, { endpoint, ids, model, fault }: Checking): string | null {
  const id = request['custom_id'];
  if (typeof id !== 'string' || id === '') fault('missing_required_parameter', "Missing required parameter: 'custom_id'.", 'custom_id');
  else if (ids.has(id)) fault('duplicate_custom_id', `The custom_id '${id}' stands on an earlier line too.`, 'custom_id');
  else ids.add(id);
  if (request['method'] !== 'POST') fault('invalid_method', "The method of a request must be 'POST'.", 'method');
  if (request['url'] !== endpoint) fault('url_mismatch', `The url of this line is not the batch's endpoint '${endpoint}'.`, 'url');
  const body = request['body'];
  if (!isJsonObject(body)) {
    fault('missing_required_parameter', "Missing required parameter: 'body'.", 'body');
    return model;
  }
  const shape = shapeFault(body);
  if (shape) fault(shape.code ?? 'invalid_request', shape.message, `body.${shape.param}`);
  const named = typeof body['model'] === 'string' ? body['model'] : null;
  if (named === null) return model;
  if (model !== null && named !== model)
    fault('model_mismatch', `This line asks for '${named}', earlier lines for '${model}'. A batch has one model.`, 'body.model');
  if (model === null && !modelTraits(named)) fault('model_not_found', unknownModel(named).message, 'body.model');
  return model ?? named;
}

function tooMany(most: number): BatchFault {
  return { code: 'too_many_tasks', message: `The input file holds more than ${most} requests.`, line: null, param: 'input_file_id' };
}

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
