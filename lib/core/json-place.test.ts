import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOfPointer } from './json-place.ts';

const TEXT = `{
  "a": {
    "x/y": [1,
      "two, {"
    ],
    "q\\"~": true
  },
  "": null
}`;

describe('lineOfPointer', () => {
  it.each([
    ['', 1],
    ['/a', 2],
    ['/a/x~1y', 3],
    ['/a/x~1y/0', 3],
    ['/a/x~1y/1', 4],
    ['/a/q"~0', 6],
    ['/', 8],
  ])('finds %s', (pointer, line) => {
    expect(lineOfPointer(TEXT, pointer)).toBe(line);
  });

  it('names the value around one that is not there', () => {
    expect(lineOfPointer(TEXT, '/a/x~1y/7/deep')).toBe(3);
    expect(lineOfPointer(TEXT, '/nowhere')).toBe(1);
  });

  it('finds the last member of any object, which is on the line before the last', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify({ ...value, last: 0 }, null, 1);
        expect(lineOfPointer(text, '/last')).toBe(text.split('\n').length - 1);
      }),
    );
  });
});
