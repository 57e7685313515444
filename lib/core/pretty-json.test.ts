import { expect, it } from 'vitest';
import { prettyJson } from './pretty-json.ts';

it('lays JSON out and leaves any other text alone', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyJson('{"a":')).toBe('{"a":');
});
