import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';

describe('readable', () => {
  it('lays out JSON and opens JSON held in strings', () => {
    const line = JSON.stringify({ custom_id: 'a', body: { content: JSON.stringify([{ input_id: '1' }]) } });
    expect(JSON.parse(readable(line))).toEqual({ custom_id: 'a', body: { content: [{ input_id: '1' }] } });
    expect(readable(line).split('\n').length).toBeGreaterThan(5);
  });

  it('leaves what is not JSON as it is, inside and outside', () => {
    expect(readable('{"a":')).toBe('{"a":');
    expect(readable('{"a":"{not json"}')).toContain('"{not json"');
    expect(readable('{"a":"12"}')).toContain('"12"');
  });

  it('survives deep nesting', () => {
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;
    expect(readable(deep).startsWith('[')).toBe(true);
  });
});
