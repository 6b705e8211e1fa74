/** The servers Turnfleet can stand on, and what this tool has to know of each to find or start one. */

export const serviceNames = ['kafka', 'redis', 'postgres'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const variables = {
  kafka: 'KAFKA_BROKERS',
  redis: 'REDIS_URL',
  postgres: 'DATABASE_URL',
} as const satisfies Record<ServiceName, string>;

/** Where each listens by convention; asked before anything is started. */
export const defaultUrls = {
  kafka: '127.0.0.1:9092',
  redis: 'redis://127.0.0.1:6379',
  postgres: 'postgres://postgres@127.0.0.1:5432/postgres',
} as const satisfies Record<ServiceName, string>;

/** A server that was started here, as far as stopping it needs: it is written to disk before the server is ready. */
export interface StartedServer {
  readonly service: ServiceName;
  readonly url: string;
  /** Holds its data, its settings and its log; removed with it. */
  readonly folder: string;
  readonly running:
    | { readonly as: 'process'; readonly pid: number; readonly identity: string }
    | { readonly as: 'container'; readonly name: string };
}

/** A server on its way up. */
export interface Launched {
  readonly server: StartedServer;
  /** How it ended, if it did; undefined while it runs. */
  readonly ending: () => Promise<string | undefined>;
}

/** What starting a server may use. `signal` gives up the start; the source then leaves nothing behind. */
export interface LaunchContext {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** One way to start a server. Throws an Error whose message says why it cannot, and what would help. */
export interface Source {
  readonly from: 'docker' | 'native';
  launch(context: LaunchContext): Promise<Launched>;
}

/** `env`: the environment named it. `port`: it was listening. `up`: an earlier `services up` started it. Else: started just now. */
type Origin = 'env' | 'port' | 'up' | 'docker' | 'native';

/** What became of a service that was asked for. `ownedByUs`: started here, so it may be flushed and killed. */
export type Service =
  | {
      readonly kind: 'ready';
      readonly url: string;
      readonly ownedByUs: boolean;
      readonly from: Origin;
      /** Of a server that was started here without Docker. */
      readonly pid?: number;
    }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Services that were not asked for are absent. */
export type ServiceMap = Readonly<Partial<Record<ServiceName, Service>>>;

export function readyService(url: string, from: Origin, server: StartedServer | null): Service {
  const pid = server?.running.as === 'process' ? { pid: server.running.pid } : {};
  return { kind: 'ready', url, from, ownedByUs: server !== null, ...pid };
}

export type Answer =
  | { readonly ok: true }
  /** `listening`: somebody is there, but does not answer as this server does. */
  | { readonly ok: false; readonly listening: boolean; readonly reason: string };

/** Asks for a sign of life in the server's own protocol. Does not throw, and does not wait much longer than told. */
export type Check = (url: string, timeoutMs: number) => Promise<Answer>;

/** Long enough for a busy machine, short enough to wait for. */
export const probeMs = 3_000;
