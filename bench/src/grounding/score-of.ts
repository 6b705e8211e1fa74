import { Grounds, openGate } from '@turnfleet/grounding';
import type { Labelled } from './labelled.ts';
import { now, scenes, timeZone } from './scenes.ts';

/** Least and most of the demo shop's tools. */
const limits = [0, 1, 99, 100];

export function groundsOf({ scene, said }: Pick<Labelled, 'scene' | 'said'>): Grounds {
  const grounds = new Grounds({ timeZone, now, said: said === '' ? [] : [said], limits });
  for (const { content, args } of scenes[scene]?.results ?? []) grounds.learn(JSON.stringify(content), args);
  return grounds;
}

/** Whether the sentence is shown, in pieces as a model says it. */
function isShown(one: Labelled): boolean {
  const gate = openGate({ grounds: groundsOf(one), locale: 'zh-CN', replace: false });
  for (const piece of one.sentence.match(/.{1,3}/gsu) ?? []) gate.push(piece);
  gate.end();
  return gate.counts.held === 0;
}

export interface Score {
  readonly sentences: number;
  readonly adversarial: number;
  /** Of those that may not be said, how many were held back. */
  readonly recall: number;
  /** Of those held back, how many may not be said. */
  readonly precision: number;
  /** Judged wrongly. */
  readonly wrong: readonly Labelled[];
}

export function scoreOf(set: readonly Labelled[]): Score {
  const judged = set.map((one) => ({ one, held: !isShown(one) }));
  const rightly = judged.filter(({ one, held }) => held && !one.supported).length;
  return {
    sentences: set.length,
    adversarial: set.filter(({ adversarial }) => adversarial).length,
    recall: rightly / set.filter(({ supported }) => !supported).length,
    precision: rightly / judged.filter(({ held }) => held).length,
    wrong: judged.filter(({ one, held }) => held === one.supported).map(({ one }) => one),
  };
}
