import type { LoadBoard } from '@turnfleet/admission';
import type { ConversationState } from '@turnfleet/conversation';
import { claimAll } from '@turnfleet/conversation/testing';
import { silentLogger } from '@turnfleet/core';
import { countingIds, ManualClock } from '@turnfleet/core/testing';
import {
  createMemoryAccess,
  createMemoryFleetStatus,
  createMemoryLoads,
  createMemoryRates,
  createMemorySessions,
  createMemoryState,
} from '@turnfleet/embedded';
import type { FleetStatus, RouteChoices } from '@turnfleet/fleet-status';
import type { AccessStore } from '@turnfleet/principal';
import { orchestrator, partitions } from '@turnfleet/streams/testing';
import { type Adapters, compose } from '../compose.ts';
import { type Config, configSchema } from '../config.ts';
import { recordingLog } from './recording-log.ts';

export interface Ingress {
  readonly url: string;
  readonly clock: ManualClock;
  readonly state: ConversationState;
  readonly fleetStatus: FleetStatus & RouteChoices;
  readonly access: AccessStore;
  readonly loads: LoadBoard;
  readonly log: ReturnType<typeof recordingLog>;
  readonly worker: ReturnType<typeof orchestrator>;
  refuseNew(): void;
  stop(): Promise<void>;
}

interface IngressOptions {
  readonly config?: Partial<Config>;
  readonly adapters?: (made: Adapters) => Partial<Adapters>;
  /** Partitions that nobody has claimed are lost. */
  readonly claimed?: boolean;
}

/** An ingress on a free port, over memory and a clock that stands still. */
export async function startIngress({ config, adapters, claimed = true }: IngressOptions = {}): Promise<Ingress> {
  const clock = new ManualClock();
  const state = createMemoryState({ clock, partitions, journalTtlMs: 3_600_000 });
  const fleetStatus = createMemoryFleetStatus(clock);
  const access = createMemoryAccess(clock);
  const loads = createMemoryLoads(clock);
  const worker = orchestrator(state, claimed ? await claimAll(state.store, partitions) : []);
  const log = recordingLog();
  const made: Adapters = {
    name: 'door',
    clock,
    logger: silentLogger,
    newId: countingIds('turn'),
    random: () => 0.5,
    log: log.log,
    gateway: state.gateway,
    journal: state.journal,
    fleetStatus,
    access,
    sessions: createMemorySessions(clock),
    loads,
    rates: createMemoryRates(clock),
    loopDelay: { ms: () => 0, stop: () => undefined },
    partitions,
    checks: [],
    metrics: () => Promise.resolve('up 1\n'),
    spans: null,
    simulatedModel: false,
  };
  const app = await compose(
    { ...configSchema.parse({ PORT: '0', DRAIN_SECONDS: '5' }), ...config },
    { ...made, ...adapters?.(made) },
  );
  return {
    url: app.addresses['http'] ?? '',
    clock,
    state,
    fleetStatus,
    access,
    loads,
    log,
    worker,
    refuseNew: () => app.refuseNew?.(),
    stop: () => app.stop(),
  };
}
