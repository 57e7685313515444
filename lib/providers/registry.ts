import type { Question } from '#lib/core/recipe';
import { codec } from './openai/codec.ts';
import { openaiSpec } from './openai/spec.ts';
import type { ProviderCodec, ProviderSpec } from './provider.ts';

type ProviderName = Question['provider']['provider'];

const PROVIDERS: Record<ProviderName, { codec: ProviderCodec; spec: ProviderSpec }> = {
  openai: { codec, spec: openaiSpec },
};

/** How a provider's files are written and read. */
export function codecOf(provider: ProviderName): ProviderCodec {
  return PROVIDERS[provider].codec;
}

/** A provider's limits and defaults. The server imports the `spec` itself, without the rest. */
export function specOf(provider: ProviderName): ProviderSpec {
  return PROVIDERS[provider].spec;
}
