import { describe, expect, it } from 'vitest';
import { ledgerSegments } from './ledger-segments.ts';

const entry = (key: string, count: number) => ({ key, label: key, count });

describe('ledgerSegments', () => {
  it('shares out the bar by count', () => {
    expect(ledgerSegments([entry('ok', 75), entry('failed', 25)])).toEqual([
      { key: 'ok', x: 0, width: 75 },
      { key: 'failed', x: 75, width: 25 },
    ]);
  });

  it('leaves out what has no rows, and is empty without any', () => {
    expect(ledgerSegments([entry('ok', 0), entry('sent', 4)]).map((segment) => segment.key)).toEqual(['sent']);
    expect(ledgerSegments([entry('ok', 0)])).toEqual([]);
  });

  it('lets one row of a million be seen and still fills the bar exactly', () => {
    const segments = ledgerSegments([entry('ok', 999_999), entry('failed', 1)]);
    expect(segments[1]?.width).toBeGreaterThan(1);
    expect(segments.reduce((sum, segment) => sum + segment.width, 0)).toBeCloseTo(100);
    expect(segments[1]?.x).toBeCloseTo(segments[0]?.width ?? 0);
  });
});
