import { describe, expect, it } from 'vitest';
import { answerForms, temperatureAllowed, thinkingChoices, thinkingProblem } from './thinking.ts';

const values = (provider: 'openai' | 'anthropic', model: string) => thinkingChoices(provider, model).map(({ value }) => value);

describe('thinking', () => {
  it('offers the cheapest first', () => {
    expect(values('openai', 'gpt-6-luna')).toEqual(['none', 'low', 'medium', 'high', 'xhigh', 'max', 'default']);
    expect(values('openai', 'gpt-6.1-sol')[0]).toBe('low');
    expect(values('openai', 'gpt-5-mini')[0]).toBe('minimal');
    expect(values('anthropic', 'claude-haiku-5-5')[0]).toBe('disabled');
    expect(values('anthropic', 'claude-sonnet-5-5')[0]).toBe('between_tools');
    expect(values('anthropic', 'claude-opus-5-5')[0]).toBe('adaptive:low');
  });

  it('leaves models without a setting, and unknown ones, alone', () => {
    expect(values('openai', 'gpt-4.1-mini')).toEqual(['default']);
    expect(values('anthropic', 'claude-haiku-4-5')).toEqual(['default']);
    expect(values('openai', 'llama-3')).toEqual(['default']);
  });

  it('says what a model refuses', () => {
    expect(thinkingProblem('openai', 'gpt-6-luna', 'none')).toBeNull();
    expect(thinkingProblem('openai', 'gpt-6.1-sol', 'none')).toMatch(/GPT-6\.1 Sol refuses.*the least is “Low”/);
    expect(thinkingProblem('openai', 'gpt-5.6-luna', 'minimal')).toMatch(/refuses/);
    expect(thinkingProblem('anthropic', 'claude-sonnet-5-5', 'disabled')).toMatch(/Choose one of those offered/);
    expect(thinkingProblem('openai', 'gpt-4.1', 'low')).toMatch(/no setting/);
    expect(thinkingProblem('openai', 'gpt-6-luna', 'adaptive:low')).toMatch(/not a way/);
    expect(thinkingProblem('anthropic', 'claude-opus-5', 'none')).toMatch(/not a way/);
    expect(thinkingProblem('openai', 'somebody-else', 'low')).toBeNull();
    for (const model of ['gpt-6-luna', 'o3', 'gpt-4.1']) expect(thinkingProblem('openai', model, 'default')).toBeNull();
  });

  it('ties the temperature to it', () => {
    const may = (model: string, thinking: string) => temperatureAllowed('openai', model, thinking).allowed;
    expect(may('gpt-4.1-mini', 'default')).toBe(true);
    expect(may('gpt-6-luna', 'none')).toBe(true);
    expect(may('gpt-6-luna', 'low')).toBe(false);
    expect(may('gpt-6-luna', 'default')).toBe(false);
    expect(may('gpt-5-mini', 'default')).toBe(false);
    expect(may('o3', 'default')).toBe(false);
    expect(may('unheard-of', 'default')).toBe(true);
    expect(temperatureAllowed('anthropic', 'claude-haiku-4-5', 'default').allowed).toBe(false);
  });

  it('resolves forced tools', () => {
    expect(answerForms('anthropic', 'claude-sonnet-5-5', 'between_tools')).toEqual(['output_config']);
    expect(answerForms('anthropic', 'claude-sonnet-5', 'disabled')).toEqual(['output_config', 'forced_tool']);
    expect(answerForms('anthropic', 'claude-sonnet-5', 'default')).toEqual(['output_config']);
    expect(answerForms('anthropic', 'claude-haiku-4-5', 'default')).toEqual(['output_config', 'forced_tool']);
    expect(answerForms('openai', 'gpt-4-turbo', 'default')).toEqual(['json_object']);
    expect(answerForms('openai', 'nobody', 'default')).toBeNull();
  });
});
