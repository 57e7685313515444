import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type AnthropicOptions, type Question } from '#lib/core/recipe';
import { reviewFor } from './review-schema.ts';

const anthropic = (structuredOutput: AnthropicOptions['structuredOutput'], model = 'claude-haiku-5-5'): Question => ({
  ...DEFAULT_RECIPE.question,
  model,
  thinking: 'disabled',
  provider: { ...DEFAULT_OPTIONS.anthropic, options: { ...DEFAULT_OPTIONS.anthropic.options, structuredOutput } },
});

const ROW = `{
  "type": "object",
  "properties": {
    "price": { "type": "number",
      "minimum": 0 },
    "mood": { "type": "string" }
  },
  "required": ["price", "mood"]
}`;

describe('reviewFor', () => {
  it('holds OpenAI’s strict mode against the schema where that is asked', () => {
    const review = reviewFor(ROW, DEFAULT_RECIPE.question);
    expect(review.rule).toBe('strict');
    expect(review.notes.some(({ mendable }) => mendable)).toBe(true);
  });

  it('names what an output format cannot hold, at its line of the text as written', () => {
    expect(reviewFor(ROW, anthropic('auto'))).toEqual({
      rule: 'output-format',
      notes: [
        {
          line: 4,
          message: '“minimum” is told to the model in words; the provider cannot hold answers to it.',
          severity: 'warning',
          mendable: false,
        },
      ],
    });
  });

  it('finds the place in a whole answer and in OpenAI’s wrapper too', () => {
    const answer = `{"type":"object","properties":{\n"all_results":{"type":"array","items":\n{"type":"object","properties":{"input_id":{"type":"string"},\n"n":{"type":"integer","maximum":3}}}}}}`;
    expect(reviewFor(answer, anthropic('output_format')).notes.map(({ line }) => line)).toEqual([4]);
    const wrapper = `{"type":"json_schema","json_schema":{"name":"x",\n"schema":${answer}}}`;
    expect(reviewFor(wrapper, anthropic('output_format')).notes.map(({ line }) => line)).toEqual([5]);
  });

  it('says so where the provider can hold nothing of it', () => {
    const self = '{"type":"object","properties":{"child":{"$ref":"#"}}}';
    const { rule, notes } = reviewFor(self, anthropic('auto'));
    expect(rule).toBe('instructions');
    expect(notes[0]!.message).toContain('refers to itself');
    expect(reviewFor(self, anthropic('free_text')).notes).toEqual([]);
  });

  it('leaves a tool’s input as it is, but for what keeps answers from their rows', () => {
    expect(reviewFor(ROW, anthropic('forced_tool', 'my-own'))).toEqual({ rule: 'tool', notes: [] });
    const noId =
      '{"type":"object","properties":{"all_results":{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"}}}}}}';
    const [note] = reviewFor(noId, anthropic('forced_tool', 'my-own')).notes;
    expect(note).toMatchObject({ message: expect.stringContaining('input_id'), mendable: false });
  });

  it('places a fault of the JSON whoever the provider is', () => {
    expect(reviewFor('{\n"a": 1,\n}', anthropic('auto')).notes[0]).toMatchObject({ line: 3, severity: 'error' });
    expect(reviewFor('', anthropic('auto')).notes).toEqual([]);
  });
});
