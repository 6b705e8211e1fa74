import type { Watching } from '@turnfleet/conversation';
import { isTurnfleetError, type Timer } from '@turnfleet/core';
import type { ClusterLayout } from './cluster-layout.ts';
import { ClusterMap } from './cluster-map.ts';
import type { ServerConnection } from './connection.ts';
import { type ClusterDeps, MasterConnections } from './master-connections.ts';
import { openAny } from './open-any.ts';
import { unreachable } from './redis-errors.ts';

const lookEveryMs = 1_000;
/** Wait before the look after a call that was refused. */
const lookSoonMs = 100;

/** Who serves which slot, asked of every master each second. Invariant: `#masters` are those on the map. */
export class ClusterNodes {
  readonly #deps: ClusterDeps;
  readonly #masters: MasterConnections;
  readonly #changed = new Set<() => void>();
  readonly #reconnected = new Set<() => void>();
  readonly #map = new ClusterMap();
  #isCovered = true;
  #timer: Timer | undefined;
  #isHurrying = false;
  #isSeeking = false;
  #isStopped = false;

  constructor(deps: ClusterDeps) {
    this.#deps = deps;
    this.#masters = new MasterConnections(deps, {
      changed: () => this.#tell(this.#changed),
      reconnected: () => this.#tell(this.#reconnected),
    });
  }

  /** Connects to all masters that answer; fails if one is not fit to keep state, or none answers. */
  async open(layout: ClusterLayout): Promise<void> {
    this.#map.hear(layout, '');
    const failures = await this.#adopt();
    const unfit = failures.find((failure) => isTurnfleetError(failure, 'invalid_request'));
    if (unfit) throw unfit;
    if (this.#masters.all.length === 0) throw failures[0] ?? unreachable('its cluster', 'no server has any slot');
    this.#lookIn(lookEveryMs);
  }

  /** Who has the slot of these keys; throws `overloaded` if nobody does. */
  serving([key = '']: readonly string[]): ServerConnection {
    const { slot, place } = this.#map.find(key);
    const connection = place === undefined ? undefined : this.#masters.at(place);
    if (connection) return connection;
    this.hurry();
    throw unreachable(place ?? 'the cluster', place ? 'it does not answer' : `no server has slot ${slot}`);
  }

  /** A cluster of which a part works is ready: taking this process out would stop the conversations of that part too. */
  problem(): string | null {
    const problems = this.#masters.all.map(({ check }) => check.problem());
    return problems.includes(null) ? null : (problems[0] ?? 'No server of the Redis cluster can be reached.');
  }

  /** One of those that are fine; throws `overloaded` if none is. */
  any(): ServerConnection {
    const fine = this.#masters.all.find(({ check }) => check.problem() === null);
    if (fine) return fine;
    this.hurry();
    throw unreachable('the cluster', 'none of its servers answers');
  }

  /** That all servers find the clock of this process wrong; one that does alone is wrong itself, and refuses its own calls. */
  clockProblem(): string | null {
    const problems = this.#masters.all.map(({ clockCheck }) => clockCheck.problem());
    return problems.includes(null) ? null : (problems[0] ?? null);
  }

  /** Masters that have slots and do not answer. */
  get away(): number {
    const fine = this.#masters.all.filter(({ check }) => check.problem() === null);
    return this.#map.places.size - fine.length;
  }

  /** Slots may have moved. */
  onChange(changed: () => void): void {
    this.#changed.add(changed);
  }

  onReconnect(reconnected: () => void): Watching {
    const entry = (): void => reconnected();
    this.#reconnected.add(entry);
    return { close: () => void this.#reconnected.delete(entry) };
  }

  /** Looks anew at once, but not more often than ten times a second. */
  hurry(): void {
    if (this.#isHurrying) return;
    this.#isHurrying = true;
    this.#lookIn(lookSoonMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#masters.stop();
  }

  #lookIn(ms: number): void {
    if (this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = this.#deps.clock.setTimer(ms, () => this.#look());
  }

  #look(): void {
    this.#isHurrying = false;
    this.#lookIn(lookEveryMs);
    this.#masters.askAll((layout, place) => this.#hear(layout, place));
    if (this.problem() !== null) void this.#seek();
  }

  /** None of the servers known answers: they may have got other addresses. */
  async #seek(): Promise<void> {
    if (this.#isSeeking) return;
    this.#isSeeking = true;
    try {
      const seed = await openAny(this.#deps.urls, this.#deps.open);
      this.#hear(await seed.layout().finally(() => seed.stop()), '');
    } catch {
      // Readiness says so; the next look tries again.
    } finally {
      this.#isSeeking = false;
    }
  }

  #hear(layout: ClusterLayout | null, from: string): void {
    if (this.#isStopped || !layout || !this.#map.hear(layout, from)) return;
    void this.#adopt();
    this.#tell(this.#changed);
  }

  #adopt(): Promise<readonly Error[]> {
    this.#countSlots();
    return this.#masters.adopt(this.#map.places);
  }

  #countSlots(): void {
    const { missing } = this.#map;
    if (missing > 0 && this.#isCovered)
      this.#deps.logger.error({ missing }, 'Slots of the Redis cluster belong to no server; their partitions wait');
    this.#isCovered = missing === 0;
  }

  #tell(listeners: ReadonlySet<() => void>): void {
    for (const listener of listeners) listener();
  }
}
