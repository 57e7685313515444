import type { ModelProvider } from './facts.ts';

/**
 * Parts of the names of models that do not answer a chat request with text, or only through another door than chat
 * completions (`-pro`, `codex`, deep research, computer use: OpenAI's own table of endpoints, August 2026).
 */
const OTHER_KINDS = [
  'embed(ding)?s?|bge|rerank(er)?',
  'moderation',
  'whisper|tts|audio|transcribe|realtime|voice|translate|live|speech',
  'image|images|dall|sora|diffusion|flux|video',
  'search|research|computer',
  'codex|pro',
  'instruct-0914|davinci|babbage|curie|ada|cushman',
];
const OPENAI_OTHERS = new RegExp(`(^|[-_./:])(${OTHER_KINDS.join('|')})([-_./:]|$)`);
/** Completion-only, though named like a chat model. */
const COMPLETIONS = /^gpt-3\.5-turbo-instruct/;

/** Whether a model of a provider's list can be asked here; embeddings, sound, pictures and the like cannot. */
export function isChatModel(provider: ModelProvider, id: string): boolean {
  const lower = id.toLowerCase();
  if (provider === 'anthropic') return true;
  return !OPENAI_OTHERS.test(lower) && !COMPLETIONS.test(lower);
}
