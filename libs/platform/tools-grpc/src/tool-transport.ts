import type { Check } from '@turnfleet/core';
import type { Instance } from '@turnfleet/instances';
import type { ToolTransport } from '@turnfleet/tools';
import { type CallDeps, ServiceGroup } from './calls/service-group.ts';
import { ServiceGroups } from './calls/service-groups.ts';
import { createTarget } from './calls/target.ts';
import { openChannel } from './channel.ts';
import { codecs } from './codec.ts';

interface GrpcToolOptions extends CallDeps {
  /** google.protobuf.FileDescriptorSet that the tools were derived from. */
  readonly descriptorSet: Uint8Array;
  /** `host:port` or `dns:///name:port` by full service name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Longest time to connect before a connection is tried anew. */
  readonly connectLimitMs?: number;
}

/** An instance as this process sees it. */
export interface SeenInstance {
  readonly instance: Pick<Instance, 'id' | 'address' | 'services' | 'version' | 'weight' | 'region' | 'load'>;
  /** `inspected`: nobody knows yet who it is. */
  readonly state: 'inspected' | 'called' | 'refused' | 'draining';
  /** Why it is not called. */
  readonly why: string | null;
  readonly connected: boolean;
  /** Milliseconds; null where nothing was measured. */
  readonly latencyMs: number | null;
  readonly inFlight: number;
}

export interface GrpcToolTransport extends ToolTransport {
  readonly instances: () => readonly SeenInstance[];
  /** For `/readyz`. */
  readonly checks: readonly Check[];
  /** Cancels what is running and closes the channels. */
  close(): void;
}

/**
 * Tools over gRPC at addresses that stay: one channel per service, one client span per attempt. Calls that fail are not
 * repeated here.
 */
export function createGrpcTools(options: GrpcToolOptions): GrpcToolTransport {
  const codecOf = codecs(options.descriptorSet);
  const groups = new ServiceGroups();
  const channels = Object.entries(options.addresses).map(([service, address]) => {
    const group = new ServiceGroup({ service, version: '', fingerprint: '' }, codecOf, options);
    const channel = openChannel(service, address, options.connectLimitMs);
    group.targets.set(address, createTarget(address, address, channel));
    groups.add(group);
    return { service, channel };
  });
  return {
    call: (tool, args, deadline, key, asker) => groups.call(tool, args, deadline, key, asker),
    instances: () => groups.all.flatMap((group) => seenTargets(group, options.clock.monotonic())),
    checks: channels.map(({ service, channel }) => ({ name: service, problem: () => channel.problem() })),
    close() {
      groups.close();
      for (const { channel } of channels) channel.close();
    },
  };
}

function seenTargets({ service, version, targets }: ServiceGroup, now: number): SeenInstance[] {
  return [...targets.values()].map(({ id, address, figures, channel, health }) => ({
    instance: { ...figures, id, address, version, services: [service] },
    state: 'called',
    why: channel.problem(),
    connected: channel.isConnected(),
    latencyMs: health.latencyMs(now),
    inFlight: health.inFlight,
  }));
}
