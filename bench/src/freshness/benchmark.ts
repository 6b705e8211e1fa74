import { type Judged, judge } from '../report/bar.ts';
import { type BaseSettings, machineOf } from '../settings.ts';
import { day } from './day.ts';
import { eventsOfDay } from './events-of-day.ts';
import { type Played, playDay } from './play-day.ts';
import { everyReadIsACall, timeToLive, turnfleet } from './readers.ts';

export interface Contender extends Played {
  readonly name: string;
  /** Times the reads of the published day. */
  readonly load: number;
  /** Microseconds of CPU a read takes, all that plays the day included. */
  readonly cpuUsPerRead: number;
}

export interface FreshnessResult {
  readonly benchmark: 'freshness';
  readonly machine: ReturnType<typeof machineOf>;
  readonly day: typeof day;
  readonly contenders: readonly Contender[];
  readonly bars: readonly Judged[];
}

const published = 1;
const loads = [0.05, 0.25, published];

/** How many calls are left when a day's questions are answered from what is kept, and whether any answer is too old. */
export async function runFreshness({ log }: BaseSettings): Promise<FreshnessResult> {
  const contenders: Contender[] = [];
  for (const load of loads) {
    const events = eventsOfDay(load);
    const play = async (name: string, make: Parameters<typeof playDay>[1]): Promise<void> => {
      log(`freshness: ${name}, ${load} times the day`);
      const before = process.cpuUsage();
      const played = await playDay(events, make);
      const { user, system } = process.cpuUsage(before);
      contenders.push({ name, load, ...played, cpuUsPerRead: (user + system) / played.reads });
    };
    await play('turnfleet', (clock) => turnfleet(clock, { shared: true, ahead: true }));
    if (load !== published) continue;
    await play('turnfleet, nothing ahead', (clock) => turnfleet(clock, { shared: true, ahead: false }));
    await play('turnfleet without Redis', (clock) => turnfleet(clock, { shared: false, ahead: true }));
    await play('time to live', timeToLive);
    await play('every read a call', everyReadIsACall);
  }
  const ours = contenders.filter(({ name }) => name.startsWith('turnfleet'));
  const ofDay = ours.find(({ load }) => load === published);
  const sum = (of: (one: Contender) => number): number => ours.reduce((total, one) => total + of(one), 0);
  return {
    benchmark: 'freshness',
    machine: machineOf(),
    day,
    contenders,
    bars: [
      judge({ what: 'hits on the published day', atLeast: 0.72 }, ofDay ? ofDay.hits / ofDay.reads : null),
      judge(
        { what: 'answers older than their contract', atMost: 0 },
        sum(({ tooOld }) => tooOld),
      ),
      judge(
        { what: 'answers older than a change that was heard', atMost: 0 },
        sum(({ knownBetter }) => knownBetter),
      ),
    ],
  };
}
