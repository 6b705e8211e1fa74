import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { type Clock, type Logger, type NewId, Semaphore } from '@turnfleet/core';
import {
  acquirePartition,
  fireTimers,
  type MaintenanceDeps,
  maintenanceMetrics,
  monitorFences,
  type NotingQueue,
  type ReadPositions,
  type RecordLimits,
  rebuildMetrics,
  repairGaps,
  startMaintenance,
  tendQueue,
} from '@turnfleet/ownership';
import { type Decode, endOvertaken, refOf } from '@turnfleet/turn';
import type { ClaimContext, EngineEvents, TurnEngine, TurnLog } from '@turnfleet/turn-engine';
import type { Answering } from './answering.ts';

interface OwningDeps {
  readonly log: TurnLog;
  readonly store: ConversationStore;
  readonly partitions: number;
  readonly known: ReadPositions;
  readonly limits: RecordLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly decode: Decode;
  readonly handoffs: NotingQueue;
  readonly maintenance: Pick<MaintenanceDeps, 'idleMs' | 'everyMs' | 'random'>;
}

/** The side of a worker that takes partitions over and looks after them, beside the turns that run in them. */
export interface Owning extends Required<Pick<EngineEvents, 'lost' | 'overtaken'>> {
  claim(partition: number, context: ClaimContext): Promise<Fence>;
  start(): void;
  /** Begins nothing more; resolves when what is under way has ended, at the latest with the engine's drain. */
  stop(): Promise<unknown>;
}

const restoresAtOnce = 2;

/** `engine`: not asked before `start`. */
export function owningSide(
  deps: OwningDeps,
  { commit, stream }: Pick<Answering, 'commit' | 'stream'>,
  engine: () => TurnEngine<Fence>,
): Owning {
  const { log, store, partitions, known, limits, clock, logger, newId, decode, handoffs } = deps;
  const rewriting = { current: store.current.bind(store), append: log.append.bind(log), known, limits, handoffs };
  const rebuilding = rebuildMetrics();
  const restoring = new Semaphore(restoresAtOnce);
  const taking = { store, log, partitions, clock, logger, restoring, metrics: rebuilding, ...rewriting };
  const fences = monitorFences({ store, clock, logger });
  // No conversation is at home in partitions that were added since, and the other topics need not have them.
  const owned = () => fences.fences.filter(({ partition }) => partition < partitions);
  const looking = { store, log, clock, logger, owned, ...rewriting };
  const maintenance = startMaintenance({ ...looking, metrics: maintenanceMetrics(), ...deps.maintenance });
  const repairing = repairGaps(looking, engine);
  const queueing = tendQueue({ queue: handoffs, store, partitions, clock, logger, owned });
  const timing = fireTimers({ store, log, clock, logger, owned }, engine);
  const turnOf = (record: Parameters<Decode>[0]) => refOf(decode(record));
  const overtaking = endOvertaken(
    { store, log, clock, logger, newId, owned, commit, stream, turnOf, counted: rebuilding },
    engine,
  );
  return {
    claim: async (partition, { signal, holds, moves }) => {
      const fence = await acquirePartition({ ...taking, holds, moves }, partition, signal);
      fences.took(fence);
      return fence;
    },
    lost: (partition, running) => {
      fences.lost(partition);
      logger.info({ partition, running }, 'a partition went to another worker');
    },
    overtaken: (...jump) => overtaking.overtaken(...jump),
    start: () => {
      fences.start((partition, fence) => engine().reclaim(partition, fence));
      maintenance.start(engine());
      repairing.start();
      overtaking.start();
      timing.start();
      queueing.start();
    },
    stop: () => {
      const stopped = Promise.all([
        maintenance.stop(),
        repairing.stop(),
        overtaking.stop(),
        timing.stop(),
        queueing.stop(),
      ]);
      fences.stop();
      return stopped;
    },
  };
}
