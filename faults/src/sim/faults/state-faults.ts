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
  | 'sessions_lost'
> = {
  state_slow: (world, fault) => {
    world.accidents.stateLatencyMs = fault.latencyMs;
    after(world, fault, () => void (world.accidents.stateLatencyMs = 0));
  },
  state_away: ({ state }, { forMs }) => state.outage.goAway(forMs),
  state_read_only: ({ state }, { forMs }) => state.outage.goReadOnly(forMs),
  /** What it holds outlasts it, as with an append-only file. */
  state_restart: (world, fault) => {
    const { state } = world;
    state.outage.goAway(fault.forMs);
    after(world, fault, () => state.server.rollBackTo(state.server.copy()));
  },
  state_flush: ({ state, recorder }) => {
    recorder.see({ event: 'forgot' });
    state.server.flush();
  },
  state_answers_lost: (world, fault) => {
    world.accidents.lostAnswers = fault.share;
    after(world, fault, () => void (world.accidents.lostAnswers = 0));
  },
  /** To what it was when the fault began: an older copy takes over, or is there all of a sudden. */
  state_rolled_back: (world, fault) => {
    const { server } = world.state;
    const copy = server.copy();
    after(world, fault, () => {
      world.recorder.see({ event: 'forgot' });
      if (fault.how === 'failover') server.rollBackTo(copy);
      else server.rollBackQuietly(copy);
    });
  },
  /** A failover at the end of the fault, to a copy as of its beginning or to an empty one. */
  sessions_lost: (world, fault) => {
    const at = world.time.monotonic();
    after(world, fault, () => world.sessionServer?.failOver(fault.all ? null : at));
  },
};
