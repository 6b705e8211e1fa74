import {
  type Clock,
  isTurnfleetError,
  type Logger,
  retry,
  type TurnfleetError,
  toTurnfleetError,
  wait,
} from '@turnfleet/core';
import { saysNotNow } from '../errors.ts';
import type { RefusedWrites } from '../producer/refused-writes.ts';
import { joinRetry } from '../retry.ts';
import type { GroupSession } from './group-session.ts';
import { RestartPolicy } from './restart-policy.ts';

interface SupervisorDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly group: string;
  /** Begins one life; the consumer of it is listened to only while `current()`. */
  readonly begin: (current: () => boolean) => Promise<GroupSession>;
  /** Whether brokers answer this process at all. */
  readonly reachable: () => Promise<boolean>;
  /** A life is over: what it held is lost. */
  readonly over: () => void;
  /** How the coordinator takes joins. */
  readonly writes: Pick<RefusedWrites, 'refused' | 'taken'>;
  /** There will be no other. */
  readonly ended: (error: TurnfleetError) => void;
}

/** How long brokers that can be reached may refuse a new consumer before it is given up. */
const recreateMs = 60_000;
const recreateDelayMs = 1_000;

/**
 * The consumer behind a membership. kafkajs' can break down and not recover: then it gets one new life, and another only
 * after the new one has passed its `RestartPolicy`. While no broker answers this process at all, or they answer that it is not the
 * time, as when the group's own topic lacks replicas, that is no consumer's fault: it goes on trying.
 */
export class ConsumerSupervisor {
  readonly #deps: SupervisorDeps;
  readonly #stopping = new AbortController();
  #life = 0;
  #session: GroupSession | undefined;
  /** Of a consumer that was made anew. */
  #restartPolicy: RestartPolicy | undefined;
  #recreating: Promise<void> | undefined;

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
  }

  /** A coordinator that has just started refuses joins for a moment, and kafkajs gives up at once. */
  async start(): Promise<void> {
    const overloaded = (error: unknown): boolean => isTurnfleetError(error, 'overloaded');
    this.#session = await retry(this.#deps.clock, joinRetry, overloaded, () => this.#begin());
  }

  /** Whether a consumer is at work, rather than being made anew. */
  get running(): boolean {
    return this.#session !== undefined && this.#recreating === undefined;
  }

  /** The group answered a heartbeat of the current life, at `at` (monotonic milliseconds). */
  confirmed(at: number): void {
    this.#restartPolicy?.confirmed(at);
  }

  /** The watchdog found nothing wrong. */
  sound(): void {
    if (this.running) this.#restartPolicy?.sound();
  }

  broken(error: TurnfleetError): void {
    if (this.#stopping.signal.aborted || !this.running) return;
    this.#recreating = this.#recreate(error).finally(() => (this.#recreating = undefined));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#life++;
    await this.#recreating;
    await this.#session?.stop();
  }

  #begin(): Promise<GroupSession> {
    const life = ++this.#life;
    return this.#deps.begin(() => life === this.#life);
  }

  async #recreate(trouble: TurnfleetError): Promise<void> {
    const { clock, logger, group, reachable, writes } = this.#deps;
    writes.refused({ group }, trouble);
    this.#life++;
    this.#deps.over();
    const again = this.#restartPolicy && !this.#restartPolicy.passed(trouble) && !saysNotNow(trouble);
    // Asked at once: brokers that were away may be back by the time it has stopped.
    const [itsFault] = await Promise.all([again && reachable(), this.#session?.stop()]);
    if (itsFault) return this.#deps.ended(trouble);
    logger.warn({ group, error: trouble.message }, 'The consumer broke down; it is made anew.');
    let giveUpAt = clock.monotonic() + recreateMs;
    while (!this.#stopping.signal.aborted) {
      try {
        this.#session = await this.#begin();
        this.#restartPolicy = new RestartPolicy();
        writes.taken({ group });
        return;
      } catch (thrown) {
        const error = toTurnfleetError(thrown);
        if (error.kind !== 'overloaded') return this.#deps.ended(error);
        writes.refused({ group }, error);
        if (saysNotNow(error) || !(await reachable())) giveUpAt = clock.monotonic() + recreateMs;
        else if (clock.monotonic() > giveUpAt) return this.#deps.ended(error);
      }
      await wait(clock, recreateDelayMs, this.#stopping.signal).catch(() => undefined); // stopped: the loop ends
    }
  }
}
