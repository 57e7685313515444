import type { FoundModel } from '#lib/core/models/find-model';

/** Thinking that is switched off, and `none`, another provider's word for the same. */
const OFF = new Set(['disabled', 'between_tools', 'none']);
const ADAPTIVE = /^adaptive(?::(\w+))?$/;

/** What a question's thinking puts into a request. `default`, and what is no word of this provider, puts nothing. */
export interface ThinkingFields {
  /** `thinking` of the request. */
  thinking: { type: string } | null;
  /** `output_config.effort`. */
  effort: string | null;
}

export function thinkingFields(thinking: string): ThinkingFields {
  if (thinking === 'disabled' || thinking === 'between_tools') return { thinking: { type: thinking }, effort: null };
  const adaptive = ADAPTIVE.exec(thinking);
  return adaptive ? { thinking: { type: 'adaptive' }, effort: adaptive[1] ?? null } : { thinking: null, effort: null };
}

/** Will the model think before it answers? One nothing is known of is taken to. */
export function thinks(thinking: string, model: FoundModel | null): boolean {
  const { thinking: sent } = thinkingFields(thinking);
  const effective = sent ? sent.type : model ? model.thinking.byDefault : 'adaptive';
  return effective !== null && !OFF.has(effective);
}
