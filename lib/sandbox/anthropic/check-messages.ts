import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { breakpoints } from './blocks.ts';
import { type Fault, invalid } from './errors.ts';
import type { ModelTraits } from './models.ts';

const ROLES = ['user', 'assistant', 'system'];
const MOST_BREAKPOINTS = 4;

/** The faults of `system` and `messages`, and of the cache breakpoints anywhere. */
export function checkMessages(params: JsonObject, model: ModelTraits): Fault | null {
  const { messages, system } = params;
  if (system !== undefined && typeof system !== 'string') {
    const fault = checkBlocks(system, 'system');
    if (fault) return fault;
  }
  if (messages === undefined) return invalid('messages: this parameter is required');
  if (!Array.isArray(messages)) return invalid('messages: a list is expected');
  if (messages.length === 0) return invalid('messages: at least one message is required');
  for (const [i, message] of messages.entries()) {
    const fault = checkMessage(message, `messages.${i}`);
    if (fault) return fault;
  }
  return checkTurns(messages as JsonObject[], model) ?? checkBreakpoints(params);
}

function checkTurns(messages: JsonObject[], model: ModelTraits): Fault | null {
  if (messages[0]!['role'] !== 'user') return invalid("messages: the first message must have the role 'user'");
  if (messages.at(-1)!['role'] !== 'assistant' || model.prefill) return null;
  return invalid(`messages: ${model.id} does not go on with a message of the assistant. The last message must have the role 'user'`);
}

function checkMessage(message: Json, path: string): Fault | null {
  if (!isJsonObject(message)) return invalid(`${path}: an object is expected`);
  if (!ROLES.includes(String(message['role']))) return invalid(`${path}.role: one of ${ROLES.join(', ')} is expected`);
  const extra = Object.keys(message).find((name) => name !== 'role' && name !== 'content');
  if (extra !== undefined) return invalid(`${path}.${extra}: there is no such parameter`);
  const content = message['content'];
  if (typeof content === 'string') return content.trim() === '' ? invalid(`${path}.content: text is required`) : null;
  return checkBlocks(content, `${path}.content`);
}

function checkBlocks(blocks: Json | undefined, path: string): Fault | null {
  if (!Array.isArray(blocks)) return invalid(`${path}: text or a list of blocks is expected`);
  if (blocks.length === 0) return invalid(`${path}: at least one block is required`);
  for (const [i, block] of blocks.entries()) {
    if (!isJsonObject(block)) return invalid(`${path}.${i}: an object is expected`);
    if (block['type'] !== 'text') return invalid(`${path}.${i}.type: the sandbox reads blocks of the type 'text' only`);
    if (typeof block['text'] !== 'string' || block['text'].trim() === '') return invalid(`${path}.${i}.text: text is required`);
    const extra = Object.keys(block).find((name) => !['type', 'text', 'cache_control', 'citations'].includes(name));
    if (extra !== undefined) return invalid(`${path}.${i}.${extra}: there is no such parameter`);
  }
  return null;
}

/** At most four, each ephemeral, and longer-lived ones before shorter-lived ones. */
function checkBreakpoints(params: JsonObject): Fault | null {
  const found = breakpoints(params);
  if (found.length > MOST_BREAKPOINTS)
    return invalid(`cache_control: ${found.length} breakpoints are set, ${MOST_BREAKPOINTS} are possible`);
  let short = false;
  for (const { control, path } of found) {
    if (!isJsonObject(control) || control['type'] !== 'ephemeral') return invalid(`${path}.type: 'ephemeral' is expected`);
    const ttl = control['ttl'] ?? '5m';
    if (ttl !== '5m' && ttl !== '1h') return invalid(`${path}.ttl: '5m' or '1h' is expected`);
    if (ttl === '1h' && short) return invalid(`${path}.ttl: '1h' may not stand behind '5m'`);
    short ||= ttl === '5m';
  }
  return null;
}
