import { createMemoryHandoffs } from '@turnfleet/embedded';
import type { SessionStore } from '@turnfleet/session';
import type { WorkerDeps } from '@turnfleet/worker';
import type { CalmWatch } from './calm.ts';
import type { Cluster } from './log/cluster.ts';
import { RefusedWrites } from './log/refused-writes.ts';
import { createSimLog } from './log/sim-log.ts';
import type { Answers } from './log/watch-answers.ts';
import type { ModelPark } from './model/model-park.ts';
import type { Plan } from './plan/plan.ts';
import { type Accidents, clockIsWrong } from './process/accidents.ts';
import { type ConnectionHealthOptions, Link } from './process/link.ts';
import type { SimProcess } from './process/sim-process.ts';
import type { Recorder } from './recorder.ts';
import { CountedPurses } from './state/counted-purses.ts';
import { SessionServer } from './state/session-server.ts';
import { sessionsOver } from './state/sessions-over.ts';
import type { SimState } from './state/sim-state.ts';
import type { Random } from './time/random.ts';
import type { VirtualTime } from './time/virtual-time.ts';
import type { EffectDatabase } from './tools/effect-database.ts';
import type { Shop } from './tools/shop.ts';

/** Sees every call of a process to log and store; may end or stop it. */
export type Watch = (process: SimProcess, call: string, when: 'before' | 'applied' | 'after') => void;

interface Backbone
  extends Pick<WorkerDeps, 'log' | 'store' | 'gateway' | 'journal' | 'budgets' | 'handoffs' | 'partitions' | 'checks'> {
  /** Those that all processes share; null where nobody comes over a WebSocket. */
  readonly sessions: SessionStore | null;
}

/** What operators set, as far as it bears on what is promised. */
interface Settings {
  readonly turnDeadlineMs: number;
  readonly attempts: number;
}

interface OutsideDeps {
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly cluster: Cluster;
  readonly state: SimState;
  readonly models: ModelPark;
  readonly effects: EffectDatabase;
  readonly shop: Shop;
  readonly accidents: Accidents;
  readonly recorder: Recorder;
  readonly calm: CalmWatch;
  readonly answers: Answers;
  readonly settings: Settings;
  readonly watch: Watch;
}

/** Everything around the processes: servers, models, time, and the ways to them. */
export interface Outside extends OutsideDeps {
  readonly purses: CountedPurses;
  /** Null where nobody comes over a WebSocket. */
  readonly sessionServer: SessionServer | null;
  /** Log and state as one process has them. */
  backboneOf(process: SimProcess): Backbone;
}

const stateMs = [0, 2] as const;
const logMs = [1, 4] as const;

export function createOutside(deps: OutsideDeps): Outside {
  const { plan, time, random, cluster, state, accidents, watch } = deps;
  const purses = new CountedPurses();
  const queue = createMemoryHandoffs({ now: () => time.now() });
  const sessionServer = plan.overWs ? new SessionServer(time) : null;
  return {
    ...deps,
    purses,
    sessionServer,
    backboneOf(process) {
      const chance = random.of(`link/${process.name}`);
      const seen: ConnectionHealthOptions['watch'] = (call, when) => {
        if (when === 'before') accidents.beforeCall(process, call);
        watch(process, call, when);
      };
      const link = (options: Pick<ConnectionHealthOptions, 'latencyMs' | 'mishap'>): Link =>
        new Link({ time, process, random: chance, watch: seen, ...options });
      const toLog = link({
        latencyMs: () => logMs,
        mishap: (call) => accidents.onWayToLog(process, chance, call),
      });
      const toState = link({
        latencyMs: () => stateLatency(accidents.stateLatencyMs),
        mishap: () => accidents.onWayToState(process, chance),
      });
      const toSessions = link({
        latencyMs: () => stateLatency(accidents.stateLatencyMs),
        mishap: () => null,
      });
      const writes = new RefusedWrites(process.clock);
      const log = createSimLog(process, toLog, cluster, writes, plan.maintenance.idleMs);
      const budgets = purses.over(process.name, toState, state);
      return {
        log,
        ...state.connect(toState),
        sessions: sessionServer && sessionsOver(toSessions, sessionServer.store),
        budgets,
        handoffs: { ...queue, put: (change) => toState.call('put handoff', () => queue.put(change)) },
        partitions: plan.partitions,
        checks: checksOf(deps, process, writes),
      };
    },
  };
}

/** What a process knows of its servers, as the adapters tell it: whether they answer, and take what is written. */
function checksOf(
  { cluster, state, accidents }: OutsideDeps,
  process: SimProcess,
  writes: RefusedWrites,
): Backbone['checks'] {
  const logAway = (): boolean => cluster.isAway || accidents.cutFromLog.has(process);
  return [
    { name: 'kafka', problem: () => (logAway() ? 'Kafka cannot be reached.' : writes.problem()) },
    { name: 'redis', problem: () => (state.outage.isAway ? 'Redis cannot be reached.' : null) },
    { name: 'clock', problem: () => (clockIsWrong(process) ? 'The clock is wrong.' : null), isOurs: true },
  ];
}

function stateLatency(moreMs: number): readonly [number, number] {
  return moreMs === 0 ? stateMs : [stateMs[0] + moreMs, stateMs[1] + moreMs];
}
