import { type ClientReadableStream, credentials, Metadata, makeClientConstructor } from '@grpc/grpc-js';
import { type registry, serviceDefinition } from '@turnfleet/contract/grpc';
import type { Clock, Logger, Timer } from '@turnfleet/core';
import type { Instance } from '@turnfleet/instances';

interface WatchRegistryDeps {
  /** `host:port` each; they are one registry. */
  readonly addresses: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onList: (list: readonly Instance[]) => void;
}

interface RegistryWatch {
  /** Whether no registry answers now. */
  isAway(): boolean;
  stop(): void;
}

/** A registry gives a sign of life every five seconds: one that is silent for so long is asked no more. */
const silentMs = 15_000;
/** Between two registries, and between two attempts at one. */
const againMs = 1_000;
const name = 'turnfleet.registry.v1.RegistryService';
const options = {
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
  'grpc.enable_http_proxy': 0,
};

type Stream = ClientReadableStream<registry.WatchResponse__Output>;

/** Follows the list of instances at one registry after another, until it is stopped. Told once each way. */
export function watchRegistry({ addresses, clock, logger, onList }: WatchRegistryDeps): RegistryWatch {
  const Constructor = makeClientConstructor(serviceDefinition(name), name);
  const clients = addresses.map((address) => new Constructor(address, credentials.createInsecure(), options));
  let stopped = false;
  let away = true;
  let told = false;
  let at = 0;
  /** In a row. One alone is no news: a registry ends every connection after some minutes. */
  let losses = 0;
  let stream: Stream | undefined;
  let timer: Timer | undefined;

  const isHeard = (): void => {
    timer?.cancel();
    timer = clock.setTimer(silentMs, () => lost(new Error('It says nothing.')));
    if (told) logger.info({ addresses }, 'a registry answers again');
    [away, told, losses] = [false, false, 0];
  };
  const lost = (error: unknown): void => {
    timer?.cancel();
    stream?.removeAllListeners().on('error', () => undefined);
    stream?.cancel();
    stream = undefined;
    if (stopped) return;
    losses++;
    if (losses > 1 && !told) logger.warn({ err: error, addresses }, noRegistry);
    if (losses > 1) [away, told] = [true, true];
    at++;
    timer = clock.setTimer(againMs, watch);
  };
  const watch = (): void => {
    const client = clients[at % clients.length];
    const call = client?.['Watch'] as ((request: object, metadata: Metadata) => Stream) | undefined;
    stream = call?.call(client, { service: '' }, new Metadata());
    // One that accepts a connection and says nothing is as good as none.
    timer = clock.setTimer(silentMs, () => lost(new Error('It says nothing.')));
    stream?.on('data', ({ instances }: registry.WatchResponse__Output) => {
      isHeard();
      onList(instances.map(instanceOf));
    });
    stream?.on('error', lost).on('end', () => lost(new Error('It ended the watch.')));
  };
  watch();
  return {
    isAway: () => away,
    stop: () => {
      stopped = true;
      lost(undefined);
      for (const client of clients) client.close();
    },
  };
}

const noRegistry =
  'no registry answers: tools and instances stay as they were known, new ones are not found; tried again every second';

/** An instance as a registry told it. */
function instanceOf(message: registry.Instance__Output): Instance {
  const { cost_per_call: costPerCall, descriptor_set: bytes, ...same } = message;
  const { id, address, services, version, weight, region, capacity, load, draining } = same;
  const descriptorSet = Buffer.from(bytes).toString('base64');
  return {
    ...{ id, address, services, version, weight, region, capacity, load, draining },
    costPerCall,
    descriptorSet,
  };
}
