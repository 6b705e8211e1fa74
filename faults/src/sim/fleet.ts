import { silentLogger } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import { readDeskHours } from '@turnfleet/turn';
import { engineLife, startWorker, type Worker } from '@turnfleet/worker';
import { countTokens } from './model/model-park.ts';
import { simRouter } from './model/sim-router.ts';
import type { Outside } from './outside.ts';
import { dialogueTimes } from './plan/dialogue-times.ts';
import { agentsIn } from './plan/plan-people.ts';
import { clockIsWrong } from './process/accidents.ts';
import { type EndedBy, SimProcess } from './process/sim-process.ts';
import { simFlows } from './tools/sim-flows.ts';
import { simTools } from './tools/sim-tools.ts';

interface Slot {
  readonly name: string;
  started: number;
  process: SimProcess | null;
  worker: Worker | null;
  /** The supervisor starts it again when it has ended. */
  wanted: boolean;
}

/** What a supervisor takes to start a process again, milliseconds. */
const restartMs = 3_000;

/** The orchestrator's workers and their supervisor: the real code, one simulated process each. */
export class Fleet {
  readonly #outside: Outside;
  readonly #slots: Slot[] = [];

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** Processes that run or are frozen. */
  get processes(): readonly SimProcess[] {
    return this.#slots.flatMap(({ process }) => process ?? []);
  }

  process(index: number): SimProcess | null {
    return this.#slots[index]?.process ?? null;
  }

  add(): void {
    const slot = { name: `w${this.#slots.length}`, started: 0, process: null, worker: null, wanted: true };
    this.#slots.push(slot);
    this.#start(slot);
  }

  /** The last one is drained and not started again. */
  remove(): void {
    const last = this.#slots.findLastIndex(({ wanted }) => wanted);
    const slot = this.#slots[last];
    if (!slot || last === 0) return;
    slot.wanted = false;
    this.drain(last);
  }

  crash(index: number): void {
    this.#slots[index]?.process?.kill();
  }

  /** SIGTERM: the process ends when it has drained. */
  drain(index: number): void {
    const slot = this.#slots[index];
    const { process, worker } = slot ?? {};
    if (!process) return;
    if (!worker) return process.kill('drain');
    process.run(() => {
      const end = (): void => process.run(() => process.kill('drain'));
      worker.stop().then(end, end);
    });
  }

  drainAll(): void {
    for (const [index, slot] of this.#slots.entries()) {
      slot.wanted = false;
      this.drain(index);
    }
  }

  #start(slot: Slot): void {
    const { time, plan, models, random, settings } = this.#outside;
    const process = new SimProcess(`${slot.name}.${++slot.started}`, time);
    slot.process = process;
    slot.worker = null;
    process.onDeath(() => {
      tellEnd(this.#outside, process);
      slot.process = null;
      slot.worker = null;
      time.setTimer(restartMs, () => {
        if (slot.wanted && !slot.process) this.#start(slot);
      });
    });
    const exit = (by: () => EndedBy) => (): void => process.kill(by());
    const chance = random.of(`tending/${process.name}`);
    startWorker({
      ...this.#outside.backboneOf(process),
      clock: process.clock,
      logger: silentLogger,
      newId: countingIds(process.name),
      life: engineLife(),
      model: {
        client: models.clientFor(process),
        router: simRouter(this.#outside, process),
        countTokens,
        budgets: () => models.budgets,
      },
      toolBox: simTools(process, this.#outside),
      ...(plan.flows && { dialogue: simFlows() }),
      maintenance: { ...plan.maintenance, random: () => chance.next() },
      config: {
        KAFKA_GROUP_ID: 'turnfleet-orchestrator',
        TURN_DEADLINE_SECONDS: settings.turnDeadlineMs / 1_000,
        DRAIN_SECONDS: plan.drainSeconds,
        MAX_TURNS_IN_FLIGHT: plan.turnsInFlight,
        MAX_TURN_ATTEMPTS: settings.attempts,
        COALESCE_MS: plan.coalesceMs,
        SHOP_TIME_ZONE: 'Asia/Shanghai',
        DIALOGUE_TIMES: dialogueTimes(plan),
        ...(agentsIn(plan) > 0 && { DESK_HOURS: deskHours }),
        // Elsewhere models say what no tool returned, and nobody minds.
        GROUNDING_OFF: new Set(plan.faults.some(({ kind }) => kind === 'model_lies') ? [] : ['*']),
      },
    }).then(
      (worker) => {
        slot.worker = worker;
        // With a wrong clock it can do nothing, and a new one could: it has reason to end.
        worker.failed.catch(exit(() => (clockIsWrong(process) ? 'kill' : 'itself')));
      },
      exit(() => 'drain'),
    );
  }
}

/** Agents are there at every hour. */
const always = readDeskHours('always');
const deskHours = 'hours' in always ? always.hours : [];

/** Written down of one that ended uncleanly. What could not even start has begun nothing. */
function tellEnd({ recorder, calm }: Outside, { name: worker, endedBy }: SimProcess): void {
  calm.disturb();
  if (endedBy === null || endedBy === 'drain') return;
  if (typeof endedBy === 'string') return recorder.see({ event: 'died', worker, by: endedBy });
  const [conversationId = '', turnId = ''] = endedBy.turn.split('/');
  recorder.see({ event: 'died', worker, by: 'turn', conversationId, turnId });
}
