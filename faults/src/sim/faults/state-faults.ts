import { after, type FaultTable } from './fault-table.ts';

/** Everything a state store does to its clients. */
export const stateFaults: FaultTable<
  | 'state_slow'
  | 'state_away'
  | 'state_read_only'
  | 'state_restart'
  | 'state_flush'
  | 'state_answers_lost'
  | 'state_rolled_back'
> = {
  state_slow: (world, fault) => {
    world.accidents.stateLatencyMs = fault.latencyMs;
    after(world, fault, () => void (world.accidents.stateLatencyMs = 0));
  },
  state_away: ({ state }, { forMs }) => state.goAway(forMs),
  state_read_only: ({ state }, { forMs }) => state.goReadOnly(forMs),
  /** What it holds outlasts it, as with an append-only file. */
  state_restart: ({ state }, { forMs }) => state.goAway(forMs),
  state_flush: ({ state }) => state.flush(),
  state_answers_lost: (world, fault) => {
    world.accidents.lostAnswers = fault.share;
    after(world, fault, () => void (world.accidents.lostAnswers = 0));
  },
  state_rolled_back: () => undefined,
};
