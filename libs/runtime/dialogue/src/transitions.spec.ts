import { describe, expect, it } from '@jest/globals';
import { dialogueEvents, dialogueStates } from '@turnfleet/contract/schemas';
import { eventsOf, nextState } from './transitions.ts';

const pairs = dialogueStates.flatMap((state) => dialogueEvents.map((event) => ({ state, event })));

describe('the table of a dialogue', () => {
  it('leads every state by every event to a state, or names the events that the state takes', () => {
    for (const { state, event } of pairs) {
      const taken = eventsOf(state);
      if (taken.includes(event)) expect(dialogueStates).toContain(nextState(state, event));
      else expect(() => nextState(state, event)).toThrow(`It takes: ${taken.join(', ')}.`);
    }
  });

  it('has a way to every state and out of every state', () => {
    const reached = new Set(
      pairs.flatMap(({ state, event }) => (eventsOf(state).includes(event) ? nextState(state, event) : [])),
    );
    expect([...reached].sort()).toEqual([...dialogueStates].sort());
    for (const state of dialogueStates)
      expect(eventsOf(state).some((event) => nextState(state, event) !== state)).toBe(true);
  });

  it('lets every event happen somewhere', () => {
    expect(dialogueEvents.filter((event) => !dialogueStates.some((state) => eventsOf(state).includes(event)))).toEqual(
      [],
    );
  });

  it('executes nothing that was not confirmed', () => {
    const ways = pairs.filter(
      ({ state, event }) => eventsOf(state).includes(event) && nextState(state, event) === 'execution',
    );
    expect(ways).toEqual([
      { state: 'confirmation', event: 'confirm' },
      { state: 'execution', event: 'confirm' },
      { state: 'error', event: 'retry' },
    ]);
  });

  it('gives a conversation back from a person by nothing but that person, or the shopper who no longer wants one', () => {
    const ways = eventsOf('transfer').filter((event) => nextState('transfer', event) !== 'transfer');
    expect(ways).toEqual(['cancel', 'handed_back']);
  });
});
