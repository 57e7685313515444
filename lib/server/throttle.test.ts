import { describe, expect, test } from 'vitest';
import { throttle } from './throttle.ts';

function withClock() {
  let now = 1_000_000;
  return { tries: throttle(() => now), pass: (seconds: number) => (now += seconds * 1000) };
}

describe('guesses from one address', () => {
  test('five are free, then each wait is twice the last, up to a quarter of an hour', () => {
    const { tries, pass } = withClock();
    for (let n = 0; n < 5; n += 1) expect(tries.begin('203.0.113.7')).toBe(0);
    const waits = Array.from({ length: 10 }, () => {
      const wait = tries.begin('203.0.113.7');
      pass(wait);
      expect(tries.begin('203.0.113.7')).toBe(0);
      return wait;
    });
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
  });

  test('hold up no other address, and are over after the right one', () => {
    const { tries } = withClock();
    for (let n = 0; n < 5; n += 1) tries.begin('203.0.113.7');
    expect(tries.begin('203.0.113.7')).toBeGreaterThan(0);
    expect(tries.begin('203.0.113.8')).toBe(0);
    tries.succeeded('203.0.113.7');
    expect(tries.begin('203.0.113.7')).toBe(0);
  });

  test('are forgotten an hour after the last', () => {
    const { tries, pass } = withClock();
    for (let n = 0; n < 4; n += 1) tries.begin('203.0.113.7');
    pass(3601);
    for (let n = 0; n < 5; n += 1) expect(tries.begin('203.0.113.7')).toBe(0);
  });

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'],
    ['2001:db8::1', '2001:db8:0:0:5::'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
  ])('%s and %s are one', (one, other) => {
    const { tries } = withClock();
    for (let n = 0; n < 5; n += 1) tries.begin(one);
    expect(tries.begin(other)).toBeGreaterThan(0);
  });

  test('2001:db8:1:2:: and 2001:db8:1:3:: are two', () => {
    const { tries } = withClock();
    for (let n = 0; n < 5; n += 1) tries.begin('2001:db8:1:2::1');
    expect(tries.begin('2001:db8:1:3::1')).toBe(0);
  });
});

test('guesses from everywhere: sixty at once, then one every five seconds', () => {
  const { tries, pass } = withClock();
  for (let n = 0; n < 60; n += 1) expect(tries.begin(`10.0.${n}.1`)).toBe(0);
  expect(tries.begin('10.1.0.1')).toBe(5);
  pass(5);
  expect(tries.begin('10.1.0.1')).toBe(0);
  expect(tries.begin('10.1.0.2')).toBe(5);
});

test('addresses without end do not fill the memory: the oldest are forgotten', () => {
  const { tries } = withClock();
  const beginAmong = (others: number) => {
    for (let n = 0; n < 5; n += 1) tries.begin('203.0.113.7');
    for (let n = 0; n < others; n += 1) {
      tries.begin(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
      tries.succeeded('gives back the room this took');
    }
    return tries.begin('203.0.113.7');
  };
  expect(beginAmong(9999)).toBeGreaterThan(0);
  expect(beginAmong(10_000)).toBe(0);
});
