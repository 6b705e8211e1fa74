import { describe, expect, it } from '@jest/globals';
import { Measurements } from './measurements.ts';

describe('measurements', () => {
  it('follow the time to the first token, its percentile and the pace after it', () => {
    const measured = new Measurements();
    for (let i = 0; i < 100; i++) {
      const firstTokenMs = i < 90 ? 100 : 1_000;
      measured.add({ ok: true, firstTokenMs, outputTokens: 11, totalMs: firstTokenMs + 50 }, 0);
    }
    const { firstTokenP95Ms, msPerToken, successes } = measured.read(0);
    expect({ firstTokenP95Ms, msPerToken, successes }).toEqual({
      firstTokenP95Ms: 1_000,
      msPerToken: 5,
      successes: 100,
    });
  });

  it('say how long calls mostly are silent once there were twenty, without those that were not waited for', () => {
    const measured = new Measurements();
    const call = { ok: true, firstTokenMs: 5_000, outputTokens: 0, totalMs: 5_000 };
    for (let i = 0; i < 19; i++) measured.add({ ...call, silentMs: 100 }, 0);
    measured.add(call, 0);
    expect(measured.read(0).silentP95Ms).toBeNull();
    measured.add({ ...call, silentMs: 200 }, 0);
    expect(measured.read(0).silentP95Ms).toBe(100);
  });

  it('let failures fade, so that nobody is held to an old bad day', () => {
    const measured = new Measurements();
    measured.add({ ok: false, firstTokenMs: null, outputTokens: 0, totalMs: 10 }, 0);
    expect(measured.read(120_000).failures).toBeCloseTo(0.5);
    expect(measured.read(1_200_000).failures).toBeLessThan(0.01);
  });
});
