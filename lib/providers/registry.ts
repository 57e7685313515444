import type { ProviderName } from '#lib/core/recipe';
import { codec as anthropicCodec } from './anthropic/codec.ts';
import { anthropicSpec } from './anthropic/spec.ts';
import { codec as openaiCodec } from './openai/codec.ts';
import { openaiSpec } from './openai/spec.ts';
import type { ProviderCodec, ProviderSpec } from './provider.ts';

const PROVIDERS: Record<ProviderName, { codec: ProviderCodec; spec: ProviderSpec }> = {
  openai: { codec: openaiCodec, spec: openaiSpec },
  anthropic: { codec: anthropicCodec, spec: anthropicSpec },
};

/** How a provider's files are written and read. */
export function codecOf(provider: ProviderName): ProviderCodec {
  return PROVIDERS[provider].codec;
}

/** A provider's limits and defaults. The server imports the `spec` itself, without the rest. */
export function specOf(provider: ProviderName): ProviderSpec {
  return PROVIDERS[provider].spec;
}
