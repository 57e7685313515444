import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';

/** A block of a request in the order the service reads them: tools, then the system prompt, then messages. */
export interface PromptBlock {
  /** What the block adds to the prompt. */
  text: string;
  /** Where its `cache_control` stands. */
  path: string;
  control: Json | undefined;
}

/** Everything of a request that becomes prompt, block by block. A `cache_control` of the whole request is the last block's. */
export function promptBlocks(params: JsonObject): PromptBlock[] {
  const tools = asList(params['tools']).map((tool, i) => blockOf(tool, JSON.stringify(withoutControl(tool)), `tools.${i}`));
  const system = contentBlocks(params['system'], 'system');
  const messages = asList(params['messages']).flatMap((message, i) =>
    isJsonObject(message) ? contentBlocks(message['content'], `messages.${i}.content`) : [],
  );
  const blocks = [...tools, ...system, ...messages];
  const last = blocks.at(-1);
  const whole = params['cache_control'] ?? undefined;
  if (last && !last.control && whole !== undefined) blocks[blocks.length - 1] = { ...last, control: whole, path: 'cache_control' };
  return blocks;
}

export interface Breakpoint {
  control: Json;
  path: string;
}

/** The `cache_control`s of a request, in prompt order. */
export function breakpoints(params: JsonObject): Breakpoint[] {
  return promptBlocks(params).flatMap(({ control, path }) => (control === undefined ? [] : [{ control, path }]));
}

/** The text of a string or of text blocks, a line break between blocks. */
export function textOf(content: Json | undefined): string {
  return contentBlocks(content, '')
    .map((block) => block.text)
    .join('\n');
}

function contentBlocks(content: Json | undefined, path: string): PromptBlock[] {
  if (typeof content === 'string') return [{ text: content, path, control: undefined }];
  return asList(content).map((block, i) =>
    blockOf(block, isJsonObject(block) && typeof block['text'] === 'string' ? block['text'] : '', `${path}.${i}`),
  );
}

function blockOf(block: Json, text: string, path: string): PromptBlock {
  return { text, path: `${path}.cache_control`, control: (isJsonObject(block) ? block['cache_control'] : undefined) ?? undefined };
}

function withoutControl(tool: Json): Json {
  if (!isJsonObject(tool)) return tool;
  const { cache_control: _, ...rest } = tool;
  return rest;
}

export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
