import type { registry } from '@turnfleet/contract/grpc';
import { type Clock, isTurnfleetError, type Logger, type Timer } from '@turnfleet/core';
import { attributes, observeGauge } from '@turnfleet/telemetry';
import type { Running } from '../start-parts.ts';
import { type RegistryClient, registryClient } from './registry-client.ts';

interface AnnounceDeps {
  /** Of the registries, `host:port`; they are one registry. */
  readonly addresses: readonly string[];
  readonly instance: registry.Instance & { readonly id: string };
  /** Part of the capacity in use, 0 to 1. */
  readonly load: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly client?: RegistryClient;
}

interface Announced extends Running {
  /** Resolves when a registry was asked once, however it answered. */
  readonly tried: Promise<void>;
}

/** Between attempts at a registry that does not answer. */
const againMs = 1_000;

/**
 * Keeps an instance listed until it is stopped: registers it, is heard of as often as the registry wants, and registers
 * again where it was forgotten. Without a registry the instance serves whoever knows it; told once each way.
 */
export function announce({ addresses, instance, load, clock, logger, ...given }: AnnounceDeps): Announced {
  const client = given.client ?? registryClient(addresses, clock);
  const { id, services } = instance;
  let heartbeatMs = againMs;
  let listed = false;
  let away = false;
  /** In a row. One alone is no news: a registry ends every connection after some minutes. */
  let failures = 0;
  let stopped = false;
  let timer: Timer | undefined;

  const register = async (): Promise<void> => {
    const { heartbeat_interval: interval } = await client.call('Register', { instance: { ...instance, load: load() } });
    heartbeatMs = Math.max(againMs, Number(interval?.seconds ?? 0) * 1_000 + (interval?.nanos ?? 0) / 1e6);
    listed = true;
    logger.info({ id, services, address: instance.address }, 'listed by the registry');
  };
  const heartbeat = async (): Promise<void> => {
    try {
      await client.call('Heartbeat', { id, load: load() });
    } catch (error) {
      if (!isTurnfleetError(error, 'not_found')) throw error;
      listed = false;
      await register();
    }
  };
  const beat = async (): Promise<void> => {
    try {
      await (listed ? heartbeat() : register());
      if (away) logger.info({ id }, 'the registry hears of this instance again');
      away = false;
      failures = 0;
    } catch (error) {
      failures++;
      if (failures === 2 && !stopped) logger.warn({ err: error, addresses, id }, registryAway);
      away = failures > 1;
      client.next();
    }
    if (!stopped) timer = clock.setTimer(failures > 0 ? againMs : heartbeatMs, next);
  };
  let beating = Promise.resolve();
  const next = (): void => void (beating = beat());
  next();
  const tried = beating;
  const unobserve = observeGauge('turnfleet.registry.listed', (result) => {
    for (const service of services ?? []) result.observe(listed && !away ? 1 : 0, { [attributes.rpcService]: service });
  });
  return {
    tried,
    stop: async () => {
      if (stopped) return;
      stopped = true;
      timer?.cancel();
      unobserve();
      await beating;
      await client.call('Deregister', { id }).catch((error: unknown) => {
        logger.warn(
          { err: error, id },
          'the registry was not told that this instance leaves: it is called until its lease is over',
        );
      });
      client.close();
    },
  };
}

const registryAway =
  'the registry does not take this instance: whoever knows it goes on, nobody new finds it; tried again every second';
