import { answerOf } from './answers.ts';

interface OpenAIRequest {
  custom_id: string;
  body: { model: string; messages: { content: string }[] };
}

interface AnthropicRequest {
  custom_id: string;
  params: { model: string; messages: { content: string }[]; tools?: { name: string }[] };
}

const idsIn = (messages: { content: string }[]) =>
  (JSON.parse(messages.at(-1)!.content) as { input_id: string }[]).map(({ input_id }) => input_id);

const answersTo = (messages: { content: string }[]) => ({ all_results: idsIn(messages).map(answerOf) });

/** The output line of a chat completion, without a line end. */
export function openaiLine(request: string): string {
  const { custom_id, body } = JSON.parse(request) as OpenAIRequest;
  const message = { role: 'assistant', content: JSON.stringify(answersTo(body.messages)), refusal: null, annotations: [] };
  const usage = {
    prompt_tokens: 1200,
    completion_tokens: 480,
    total_tokens: 1680,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
  };
  const completion = {
    id: `chatcmpl-${custom_id}`,
    object: 'chat.completion',
    created: 1_790_000_000,
    model: body.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage,
    service_tier: 'default',
    system_fingerprint: 'fp_bench',
  };
  const response = { status_code: 200, request_id: `req_${custom_id}`, body: completion };
  return JSON.stringify({ id: `batch_req_${custom_id}`, custom_id, response, error: null });
}

/** The result line of a message, without a line end: a tool's input where one was offered, else text. */
export function anthropicLine(request: string): string {
  const { custom_id, params } = JSON.parse(request) as AnthropicRequest;
  const answers = answersTo(params.messages);
  const [tool] = params.tools ?? [];
  const block = tool
    ? { type: 'tool_use', id: `toolu_${custom_id}`, name: tool.name, input: answers }
    : { type: 'text', text: JSON.stringify(answers) };
  const message = {
    id: `msg_${custom_id}`,
    type: 'message',
    role: 'assistant',
    model: params.model,
    content: [block],
    stop_reason: tool ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 1200, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 480 },
  };
  return JSON.stringify({ custom_id, result: { type: 'succeeded', message } });
}
