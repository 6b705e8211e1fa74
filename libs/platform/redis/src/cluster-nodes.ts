import type { Watching } from '@turnfleet/conversation';
import { type Clock, isTurnfleetError, type Logger, type Timer } from '@turnfleet/core';
import { atPlace } from './addresses.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import { ClusterMap } from './cluster-map.ts';
import type { ServerConnection } from './connection.ts';
import { openAny } from './open-any.ts';
import { unreachable } from './redis-errors.ts';

const lookEveryMs = 1_000;
/** Wait before the look after a call that was refused. */
const lookSoonMs = 100;

export interface ClusterDeps {
  /** Of nodes, to begin with, and to find the others when all that were known are gone. */
  readonly urls: readonly string[];
  readonly open: (url: string) => Promise<ServerConnection>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Node {
  /** Undefined until it answers. */
  connection: ServerConnection | undefined;
  asking: boolean;
}

/** Who serves which slot, asked of every master each second. Invariant: `#nodes` are the masters on the map, by place. */
export class ClusterNodes {
  readonly #deps: ClusterDeps;
  readonly #nodes = new Map<string, Node>();
  /** Places that did not answer when they were connected to; said once. */
  readonly #away = new Set<string>();
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
  }

  /** Connects to all masters that answer; fails if one is not fit to keep state, or none answers. */
  async open(layout: ClusterLayout): Promise<void> {
    this.#map.hear(layout, '');
    const failures = await this.#adopt();
    const unfit = failures.find((failure) => isTurnfleetError(failure, 'invalid_request'));
    if (unfit) throw unfit;
    if (this.#connections().length === 0) throw failures[0] ?? unreachable('its cluster', 'no server has any slot');
    this.#lookIn(lookEveryMs);
  }

  /** Who has the slot of these keys; throws `overloaded` if nobody does. */
  serving([key = '']: readonly string[]): ServerConnection {
    const { slot, place } = this.#map.find(key);
    const connection = place === undefined ? undefined : this.#nodes.get(place)?.connection;
    if (connection) return connection;
    this.hurry();
    throw unreachable(place ?? 'the cluster', place ? 'it does not answer' : `no server has slot ${slot}`);
  }

  /** A cluster of which a part works is ready: taking this process out would stop the conversations of that part too. */
  problem(): string | null {
    const problems = this.#connections().map(({ check }) => check.problem());
    return problems.includes(null) ? null : (problems[0] ?? 'No server of the Redis cluster can be reached.');
  }

  /** One of those that are fine; throws `overloaded` if none is. */
  any(): ServerConnection {
    const fine = this.#connections().find(({ check }) => check.problem() === null);
    if (fine) return fine;
    this.hurry();
    throw unreachable('the cluster', 'none of its servers answers');
  }

  /** That all servers find the clock of this process wrong; one that does alone is wrong itself, and refuses its own calls. */
  clockProblem(): string | null {
    const problems = this.#connections().map(({ clockCheck }) => clockCheck.problem());
    return problems.includes(null) ? null : (problems[0] ?? null);
  }

  /** Masters that have slots and do not answer. */
  get away(): number {
    const fine = this.#connections().filter(({ check }) => check.problem() === null);
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
    const connections = this.#connections();
    this.#nodes.clear();
    await Promise.all(connections.map((connection) => connection.stop()));
  }

  #connections(): readonly ServerConnection[] {
    return [...this.#nodes.values()].flatMap(({ connection }) => connection ?? []);
  }

  #lookIn(ms: number): void {
    if (this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = this.#deps.clock.setTimer(ms, () => this.#look());
  }

  #look(): void {
    this.#isHurrying = false;
    this.#lookIn(lookEveryMs);
    for (const [place, node] of this.#nodes) void this.#ask(place, node);
    if (this.problem() !== null) void this.#seek();
  }

  async #ask(place: string, node: Node): Promise<void> {
    if (!node.connection || node.asking) return;
    node.asking = true;
    try {
      this.#hear(await node.connection.layout(), place);
    } catch {
      // Its link says so, and another node knows more.
    } finally {
      node.asking = false;
    }
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

  /** Lets those go that have no slots any more and connects to the new ones; why some of these cannot be used. */
  async #adopt(): Promise<readonly Error[]> {
    this.#countSlots();
    const { places } = this.#map;
    for (const [place, { connection }] of this.#nodes) {
      if (places.has(place)) continue;
      this.#nodes.delete(place);
      void connection?.stop();
    }
    const added = [...places].filter((place) => !this.#nodes.has(place));
    const failures = await Promise.all(added.map((place) => this.#connect(place)));
    return failures.flatMap((failure) => failure ?? []);
  }

  #countSlots(): void {
    const { missing } = this.#map;
    if (missing > 0 && this.#isCovered)
      this.#deps.logger.error({ missing }, 'Slots of the Redis cluster belong to no server; their partitions wait');
    this.#isCovered = missing === 0;
  }

  async #connect(place: string): Promise<Error | undefined> {
    const { logger, open, urls } = this.#deps;
    const node: Node = { connection: undefined, asking: false };
    const isWanted = (): boolean => this.#nodes.get(place) === node;
    this.#nodes.set(place, node);
    try {
      const connection = await open(atPlace(urls[0] ?? '', place));
      if (!isWanted()) {
        await connection.stop();
        return undefined;
      }
      node.connection = connection;
      connection.onReconnect(() => this.#tell(this.#reconnected));
      if (this.#away.delete(place)) logger.info({ place }, 'A server of the Redis cluster is back');
      this.#tell(this.#changed);
      this.#tell(this.#reconnected);
      return undefined;
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      if (isWanted()) this.#missed(place, failure);
      return failure;
    }
  }

  /** The next look tries again. */
  #missed(place: string, { message }: Error): void {
    this.#nodes.delete(place);
    if (!this.#away.has(place))
      this.#deps.logger.error(
        { place, problem: message },
        'A server of the Redis cluster cannot be used; its partitions wait',
      );
    this.#away.add(place);
  }

  #tell(listeners: ReadonlySet<() => void>): void {
    for (const listener of listeners) listener();
  }
}
