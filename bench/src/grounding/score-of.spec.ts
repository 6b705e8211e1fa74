import { describe, expect, it } from '@jest/globals';
import { heldOut, tuned } from './labelled.ts';
import { scenes } from './scenes.ts';
import { scoreOf } from './score-of.ts';

describe('the labelled sentences', () => {
  it('are enough, in both languages, many of them meant to be hard, each of a scene there is', () => {
    const all = [...tuned(), ...heldOut()];
    expect(tuned().length).toBeGreaterThanOrEqual(400);
    expect(heldOut().length).toBeGreaterThanOrEqual(100);
    expect(tuned().filter(({ adversarial }) => adversarial).length).toBeGreaterThanOrEqual(200);
    for (const script of [/\p{Script=Han}/u, /^[^\p{Script=Han}]*$/u])
      expect(tuned().filter(({ sentence }) => script.test(sentence)).length).toBeGreaterThanOrEqual(200);
    expect(all.filter(({ scene }) => !scenes[scene])).toEqual([]);
  });

  it('are held back if nothing supports them, and only then', () => {
    const { recall, precision } = scoreOf(tuned());
    expect(recall).toBeGreaterThanOrEqual(0.99);
    expect(precision).toBeGreaterThanOrEqual(0.97);
  });

  it('that the reader was not worked out on fare not much worse', () => {
    const { recall, precision } = scoreOf(heldOut());
    expect(recall).toBeGreaterThanOrEqual(0.93);
    expect(precision).toBeGreaterThanOrEqual(0.93);
  });
});
