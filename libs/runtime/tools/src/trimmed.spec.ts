import { describe, expect, it } from '@jest/globals';
import { trimmed } from './trimmed.ts';

const row = (i: number) => ({ sku: `SKU-${i}`, name: `Product ${i}`, price: { amount: `${i}.00`, currency: 'CNY' } });

describe('trimmed', () => {
  it('leaves alone what fits', () => {
    const content = { total: 3, rows: [row(1), row(2), row(3)], note: 'all' };
    expect(trimmed(content, 1_000)).toEqual({ content, missing: [] });
  });

  it('keeps the first rows of ten thousand and the fields behind them, and says how many are missing', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => row(i));
    const { content, missing } = trimmed({ rows, restock_time: '2026-12-02T01:00:00Z', total: 92 }, 32_000);
    const kept = content['rows'] as unknown[];
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).toEqual(rows.slice(0, kept.length));
    expect(content).toMatchObject({ restock_time: '2026-12-02T01:00:00Z', total: 92 });
    expect(missing).toEqual([`rows: the first ${kept.length} of 10000`]);
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(32_000);
  });

  it('goes by the order of the fields: what comes first is kept before what comes last', () => {
    const { content, missing } = trimmed({ first: 'a'.repeat(300), second: 'b'.repeat(300), third: [1, 2, 3] }, 400);
    expect(content['first']).toBe('a'.repeat(300));
    expect(content['second']).toMatch(/^b+…$/);
    expect(missing).toContain('second: the first 79 of 300 characters');
  });

  it('cuts a text of five megabytes without cutting a character in two', () => {
    const { content } = trimmed({ text: '😀'.repeat(1_250_000) }, 32_000);
    expect(String(content['text']).isWellFormed()).toBe(true);
    expect(JSON.stringify(content).length).toBeLessThan(33_000);
  });
});
