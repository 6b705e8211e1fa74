import type { Clock, Logger, Random } from '@turnfleet/core';
import { type Balancing, balancers, ejectOutliers, eligible } from '@turnfleet/instances';
import { attributes, counter } from '@turnfleet/telemetry';
import { candidateOf, figuresText, type InstanceCandidate, type Target } from './target.ts';
import type { verdictOf } from './verdict.ts';

interface GroupBalancerDeps {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly random: Random;
  readonly logger: Logger;
  readonly balancing: Balancing;
  /** Where this process runs. */
  readonly region: string;
}

/** One decision in so many is logged. */
const logEvery = 1_000;
/** Outliers by time are looked for after so many calls. */
const lookEvery = 16;

/** An instance that gets a call. */
export interface InstanceChoice {
  readonly taken: InstanceCandidate;
  /** Who it was taken from. */
  readonly candidates: readonly InstanceCandidate[];
}

/** Which instance of a group gets the next call, and which ones are left alone for how their last calls ended. */
export class GroupBalancer {
  readonly #of: { readonly service: string; readonly version: string };
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #deps: GroupBalancerDeps;
  readonly #ejections = counter('turnfleet.tools.ejections');
  #turn = 0;

  /** `targets`: those of the group, as they come and go. */
  constructor(
    of: { readonly service: string; readonly version: string },
    targets: ReadonlyMap<string, Target>,
    deps: GroupBalancerDeps,
  ) {
    this.#of = of;
    this.#targets = targets;
    this.#deps = deps;
  }

  /** Null if none may be called, but for one that is not wanted. */
  choose(not: Target | null): InstanceChoice | null {
    const { balancing, clock, random, region } = this.#deps;
    const now = clock.monotonic();
    const all = [...this.#targets.values()].filter((target) => target !== not);
    const candidates = eligible(
      all.map((target) => candidateOf(target, now)),
      random,
      now,
    );
    const taken = balancers[balancing](candidates, { random, turn: this.#turn++, region });
    if (!taken) return null;
    const decision = { taken, candidates };
    if (this.#turn % logEvery === 0) this.#logDecision(decision);
    return decision;
  }

  /** A call ended that began at `begun`, monotonic milliseconds. */
  ended(target: Target, verdict: ReturnType<typeof verdictOf>, begun: number): void {
    const now = this.#deps.clock.monotonic();
    target.health.end(verdict, now - begun, now);
    if (verdict === 'ok' && this.#turn % lookEvery !== 0) return;
    for (const { id, address } of ejectOutliers([...this.#targets.values()], now)) {
      const { service, version } = this.#of;
      this.#ejections.add(1, { [attributes.rpcService]: service });
      this.#deps.logger.warn({ service, version, id, address }, ejected);
    }
  }

  /** A decision as attributes of a span. */
  told({ candidates }: InstanceChoice) {
    return {
      [attributes.balancing]: this.#deps.balancing,
      [attributes.balancingCandidates]: candidates.map(figuresText),
    };
  }

  #logDecision({ taken, candidates }: InstanceChoice): void {
    const { balancing, logger } = this.#deps;
    const { service, version } = this.#of;
    const figures = candidates.map(figuresText);
    logger.info(
      { service, version, balancing, taken: taken.target.address, candidates: figures },
      `a call was balanced; one in ${logEvery} is told`,
    );
  }
}

const ejected =
  'the instance fails or is far slower than its neighbours: it is left alone for seconds, then called again little by little';
