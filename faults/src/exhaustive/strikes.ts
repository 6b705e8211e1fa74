import type { Outside, Watch } from '../sim/outside.ts';
import { watchFor } from './points.ts';
import { smallPlan } from './small-plan.ts';

/** What is done at a moment. */
export type Strike = (index: number) => (outside: Outside) => Watch;

/** Longer than the session: the other worker has the partition when this one wakes. */
const frozenMs = 2.5 * smallPlan.sessionMs;

/** The store loses what was written to it, of which the history tells: calls that were noted there may go unbilled. */
function forget({ recorder }: Outside, lose: () => void): void {
  recorder.see({ event: 'forgot' });
  lose();
}

/** Everything that is tried at every moment, but for roll-backs, of which there is one for every two moments; see `failover`. */
export const strikes: Readonly<Record<string, Strike>> = {
  crash: (index) => watchFor(index, (_, process) => process.kill()),
  zombie: (index) =>
    watchFor(index, ({ time }, process) => {
      process.freeze();
      time.setTimer(frozenMs, () => process.thaw());
    }),
  flush: (index) => watchFor(index, (outside) => forget(outside, () => outside.state.server.flush())),
  'flush and crash': (index) =>
    watchFor(index, (outside, process) => {
      forget(outside, () => outside.state.server.flush());
      process.kill();
    }),
  /** The other worker builds the partition anew without what this one is about to write. */
  'flush and zombie': (index) =>
    watchFor(index, (outside, process) => {
      forget(outside, () => outside.state.server.flush());
      process.freeze();
      outside.time.setTimer(frozenMs, () => process.thaw());
    }),
  /** What the store is asked now it does, and nobody hears of it: everything is asked again. */
  'answers of the store lost': (index) =>
    watchFor(index, ({ accidents, time }) => {
      accidents.lostAnswers = 1;
      time.setTimer(50, () => void (accidents.lostAnswers = 0));
    }),
  /** What is appended now is told to have failed and lands late, behind what came after it; all is rebuilt from that. */
  'late appends, then flush and crash': (index) =>
    watchFor(index, (outside, process) => {
      const { accidents, state, time } = outside;
      accidents.lateAppends = { share: 1, lateMs: 15_000 };
      time.setTimer(100, () => void (accidents.lateAppends = { share: 0, lateMs: 0 }));
      time.setTimer(frozenMs, () => {
        forget(outside, () => state.server.flush());
        process.kill();
      });
    }),
  'flush under a zombie': (index) =>
    watchFor(index, (outside, process) => {
      const { state, time } = outside;
      process.freeze();
      time.setTimer(frozenMs / 2, () => forget(outside, () => state.server.flush()));
      time.setTimer(frozenMs, () => process.thaw());
    }),
};

/** Another server takes over that has the store as it was `back` moments before; with the worker's death, or without. */
export function failover(back: number, dies: boolean): Strike {
  return (index) => {
    let copy: unknown = null;
    return watchFor(
      index,
      (outside, process) => {
        const { server } = outside.state;
        forget(outside, () => server.rollBackTo(copy ?? server.copy()));
        if (dies) process.kill();
      },
      ({ state: { server } }, now) => {
        if (now === index - back) copy = server.copy();
      },
    );
  };
}
