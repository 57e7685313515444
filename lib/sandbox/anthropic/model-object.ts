import type { JsonObject } from '#lib/core/json';
import { lifecycleOf, type ModelTraits } from './models.ts';

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
const THINKING = ['adaptive', 'between_tools', 'disabled', 'enabled'] as const;

/** A model as `/v1/models` shows it. */
export function modelObject(model: ModelTraits, now: number): JsonObject {
  return {
    type: 'model',
    id: model.id,
    display_name: model.name,
    line: model.line,
    created_at: new Date(model.releasedAt).toISOString(),
    lifecycle: lifecycleOf(model, now),
    deprecated_at: null,
    retires_at: model.retiresAt === null ? null : new Date(model.retiresAt).toISOString(),
    max_input_tokens: model.contextTokens,
    max_tokens: model.maxTokens,
    capabilities: {
      batch: support(true),
      citations: support(false),
      code_execution: support(false),
      context_management: {
        ...support(false),
        clear_thinking_20251015: null,
        clear_tool_uses_20250919: null,
        compact_20260112: null,
      },
      effort: { ...support(model.effort !== null), ...each(EFFORTS, () => model.effort !== null) },
      image_input: support(false),
      pdf_input: support(false),
      server_tools: { ...support(false), code_execution: support(false), web_search: support(false) },
      structured_outputs: support(true),
      thinking: { ...support(true), types: each(THINKING, (type) => model.thinking.includes(type)) },
    },
  };
}

function support(supported: boolean): { supported: boolean } {
  return { supported };
}

function each<T extends string>(names: readonly T[], isSupported: (name: T) => boolean): JsonObject {
  return Object.fromEntries(names.map((name) => [name, support(isSupported(name))]));
}
