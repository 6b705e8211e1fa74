import { expect, it } from '@jest/globals';
import { deck, faultKinds } from './inject-faults.ts';

/** Not random at all. */
const counting = () => {
  let n = 0;
  return () => (n = (n + 0.37) % 1);
};

it('deals every kind before it shuffles anew, the kill three times', () => {
  const cards = deck(counting(), faultKinds);
  const round = Array.from({ length: faultKinds.length + 2 }, () => cards.next().value);
  expect(new Set(round)).toEqual(new Set(faultKinds));
  expect(round.filter((kind) => kind === 'orchestrator_kill')).toHaveLength(3);
});

it('deals the same for the same numbers', () => {
  const [one, two] = [deck(counting(), faultKinds), deck(counting(), faultKinds)];
  for (let i = 0; i < 100; i++) expect(one.next().value).toBe(two.next().value);
});
