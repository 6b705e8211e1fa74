import type { Owner } from '@turnfleet/contract/schemas';
import type { Deadline } from '@turnfleet/core';
import { attributes, observeGauge } from '@turnfleet/telemetry';
import type { Tool, ToolTransport } from '@turnfleet/tools';
import { notThere, type ServiceGroup } from './service-group.ts';

/** Versions that went and are remembered: turns that began with them end within minutes. */
const mostGone = 100;

type Json = Readonly<Record<string, unknown>>;

/** Every version of every service that can be called, watched by gauges until it is closed. */
export class ServiceGroups implements ToolTransport {
  readonly #groups = new Map<string, ServiceGroup>();
  /** Their fingerprints. */
  readonly #gone = new Map<string, string>();
  readonly #unobserve = [
    observeGauge('turnfleet.tools.breaker', (result) => {
      for (const { service, version, methods } of this.#groups.values())
        for (const [method, { breaker }] of methods) {
          const labels = { [attributes.rpcService]: service, [attributes.rpcMethod]: method, version };
          result.observe({ closed: 0, half_open: 1, open: 2 }[breaker], labels);
        }
    }),
    observeGauge('turnfleet.tools.waiting', (result) => {
      for (const { service, version, waiting } of this.#groups.values())
        result.observe(waiting, { [attributes.rpcService]: service, version });
    }),
  ];

  add(group: ServiceGroup): void {
    this.#groups.set(keyOf(group), group);
  }

  remove(group: ServiceGroup): void {
    this.#groups.delete(keyOf(group));
    this.#gone.set(keyOf(group), group.fingerprint);
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > mostGone && oldest !== undefined) this.#gone.delete(oldest);
  }

  get(of: Pick<ServiceGroup, 'service' | 'version'>): ServiceGroup | undefined {
    return this.#groups.get(keyOf(of));
  }

  get all(): readonly ServiceGroup[] {
    return [...this.#groups.values()];
  }

  /** Only instances of the tool's own version are called, or of one that means the same; never a mixture. */
  async call(tool: Tool, args: Json, deadline: Deadline, key?: string, asker?: Owner): Promise<Json> {
    const group = this.get(tool) ?? this.#standIn(tool);
    if (group) return group.call(tool, args, deadline, key, asker);
    const why = tool.version === '' ? 'has no address' : `is not served any more in version ${tool.version}`;
    throw notThere(tool, why);
  }

  #standIn(tool: Tool): ServiceGroup | undefined {
    const fingerprint = this.#gone.get(keyOf(tool));
    return this.all.find((one) => one.service === tool.service && one.fingerprint === fingerprint);
  }

  close(): void {
    for (const unobserve of this.#unobserve) unobserve();
  }
}

const keyOf = ({ service, version }: Pick<ServiceGroup, 'service' | 'version'>): string => `${service} ${version}`;
