import { describe, expect, it } from '@jest/globals';
import { restockTime, shopDay } from './restock.ts';

describe('shopDay', () => {
  it('begins at midnight in China, whatever the day is elsewhere', () => {
    expect(new Date(shopDay(Date.parse('2026-01-01T17:00:00Z'))).toISOString()).toBe('2026-01-01T16:00:00.000Z');
    expect(new Date(shopDay(Date.parse('2026-01-01T15:59:59Z'))).toISOString()).toBe('2025-12-31T16:00:00.000Z');
  });
});

describe('restockTime', () => {
  it('is nine in the morning, that many days from today', () => {
    const now = Date.parse('2026-01-01T10:00:00+08:00');
    expect(restockTime(now, 3)).toBe(Date.parse('2026-01-04T09:00:00+08:00'));
  });
});
