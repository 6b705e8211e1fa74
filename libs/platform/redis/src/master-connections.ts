import type { Clock, Logger } from '@turnfleet/core';
import { atPlace } from './addresses.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import type { ServerConnection } from './connection.ts';

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

type Hear = (layout: ClusterLayout | null, from: string) => void;

/** Connections to the masters of a cluster, by place. One that cannot be used is said once, until it is back. */
export class MasterConnections {
  readonly #deps: ClusterDeps;
  readonly #told: { readonly changed: () => void; readonly reconnected: () => void };
  readonly #nodes = new Map<string, Node>();
  /** Places that did not answer when they were connected to. */
  readonly #away = new Set<string>();

  /** `changed`: a master can be used that could not; `reconnected`: a command connection is back. */
  constructor(deps: ClusterDeps, told: { readonly changed: () => void; readonly reconnected: () => void }) {
    this.#deps = deps;
    this.#told = told;
  }

  get all(): readonly ServerConnection[] {
    return [...this.#nodes.values()].flatMap(({ connection }) => connection ?? []);
  }

  at(place: string): ServerConnection | undefined {
    return this.#nodes.get(place)?.connection;
  }

  /** Asks each for the layout that it knows, unless it is being asked. */
  askAll(hear: Hear): void {
    for (const [place, node] of this.#nodes) void this.#ask(place, node, hear);
  }

  /** Lets those go that have no slots any more and connects to the new ones; why some of these cannot be used. */
  async adopt(places: ReadonlySet<string>): Promise<readonly Error[]> {
    for (const [place, { connection }] of this.#nodes) {
      if (places.has(place)) continue;
      this.#nodes.delete(place);
      void connection?.stop();
    }
    const added = [...places].filter((place) => !this.#nodes.has(place));
    const failures = await Promise.all(added.map((place) => this.#connect(place)));
    return failures.flatMap((failure) => failure ?? []);
  }

  async stop(): Promise<void> {
    const connections = this.all;
    this.#nodes.clear();
    await Promise.all(connections.map((connection) => connection.stop()));
  }

  async #ask(place: string, node: Node, hear: Hear): Promise<void> {
    if (!node.connection || node.asking) return;
    node.asking = true;
    try {
      hear(await node.connection.layout(), place);
    } catch {
      // Its link says so, and another node knows more.
    } finally {
      node.asking = false;
    }
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
      connection.onReconnect(() => this.#told.reconnected());
      if (this.#away.delete(place)) logger.info({ place }, 'A server of the Redis cluster is back');
      this.#told.changed();
      this.#told.reconnected();
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
}
