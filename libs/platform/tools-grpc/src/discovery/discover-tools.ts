import type { Check } from '@turnfleet/core';
import { type Instance, KnownInstances } from '@turnfleet/instances';
import { attributes, observeGauge } from '@turnfleet/telemetry';
import { type ServiceVersion, type Tool, ToolOffer } from '@turnfleet/tools';
import { type CallDeps, ServiceGroup } from '../calls/service-group.ts';
import { ServiceGroups } from '../calls/service-groups.ts';
import { createTarget } from '../calls/target.ts';
import type { GrpcToolTransport, SeenInstance } from '../tool-transport.ts';
import { type AdmittedInstance, admitInstance } from './admitted.ts';
import type { Inspected } from './inspect.ts';
import { watchRegistry } from './watch-registry.ts';

interface DiscoverToolsOptions extends CallDeps {
  /** Of the registries, `host:port`. */
  readonly registries: readonly string[];
}

export interface DiscoveredTools extends GrpcToolTransport {
  /** The tools of a turn of the conversation that begins now; the same array for the same tools. */
  readonly offer: (conversationId: string) => readonly Tool[];
  /** Resolves when the first list came and everyone on it was asked once. */
  readonly begun: Promise<void>;
}

/** The tools of whoever is registered, kept as they change until it is closed. */
export function discoverTools(options: DiscoverToolsOptions): DiscoveredTools {
  const { clock, logger } = options;
  const known = new KnownInstances();
  const admitted = new Map<string, AdmittedInstance>();
  const groups = new ServiceGroups();
  const found = new Map<ServiceGroup, Inspected>();
  const begun = Promise.withResolvers<void>();
  let offered = new ToolOffer([]);

  let gist = '';
  /** Loads change all the time: what is made of an offer is made anew only when the offer is another one. */
  const renew = (): void => {
    const versions = groups.all.map((group) => versionOf(group, found.get(group)?.tools ?? []));
    const next = JSON.stringify(versions.map(({ service, version, weight }) => [service, version, weight]));
    if (next === gist) return;
    gist = next;
    offered = new ToolOffer(versions);
    for (const { tool, by } of offered.taken) tellOnce(`${tool.service} ${tool.name}`, { by }, nameTaken);
  };
  const told = new Set<string>();
  const tellOnce = (what: string, more: object, text: string): void => {
    if (told.has(what)) return;
    told.add(what);
    logger.error({ tool: what, ...more }, text);
  };

  const admit = (one: AdmittedInstance, services: readonly Inspected[]): string | null => {
    const { id, version } = one.instance;
    const other = services.find(({ service, fingerprint }) => {
      const group = groups.get({ service, version });
      return group !== undefined && group.fingerprint !== fingerprint;
    });
    if (other) return otherMeaning(other.service, version);
    for (const of of services) {
      const group = groups.get({ service: of.service, version }) ?? open(of, version);
      group.targets.set(id, createTarget(id, one.instance.address, one.channel, one.instance));
    }
    renew();
    return null;
  };
  const open = (of: Inspected, version: string): ServiceGroup => {
    const { service, fingerprint, codecOf, tools, refused } = of;
    const group = new ServiceGroup({ service, version, fingerprint }, codecOf, options);
    groups.add(group);
    found.set(group, of);
    logger.info({ service, version, tools: tools.map(({ name }) => name) }, 'a version of a service is offered');
    for (const { name, method, problems } of refused)
      tellOnce(`${method} ${version}`, { name, problems }, brokenAnnotation);
    return group;
  };
  const forget = (id: string): void => {
    admitted.get(id)?.close();
    admitted.delete(id);
    for (const group of groups.all) {
      if (!group.targets.delete(id) || group.targets.size > 0) continue;
      groups.remove(group);
      found.delete(group);
      logger.info({ service: group.service, version: group.version }, 'a version of a service is not offered any more');
    }
  };
  const update = (one: AdmittedInstance, instance: Instance): void => {
    one.instance = instance;
    for (const group of groups.all) {
      const target = group.targets.get(instance.id);
      if (target) target.figures = instance;
    }
  };
  const onList = (list: readonly Instance[]): void => {
    if (known.listed(list, clock.monotonic())) {
      const next = new Map(known.all.map((instance) => [instance.id, instance]));
      for (const [id, { instance }] of admitted) {
        const now = next.get(id);
        if (!now || !isSameServer(instance, now)) forget(id);
      }
      for (const instance of next.values()) {
        const one = admitted.get(instance.id);
        if (one) update(one, instance);
        else admitted.set(instance.id, admitInstance(instance, { clock, logger, admit }));
      }
      renew();
    }
    void Promise.all([...admitted.values()].map(({ asked }) => asked)).then(() => begun.resolve());
  };
  const watch = watchRegistry({ addresses: options.registries, clock, logger, onList });
  const instances = (): readonly SeenInstance[] =>
    [...admitted.values()].map((one) => seenOf(one, groups.all, clock.monotonic()));
  const unobserve = [
    observeGauge('turnfleet.registry.away', (result) => result.observe(watch.isAway() ? 1 : 0)),
    observeGauge('turnfleet.tools.instances', (result) => {
      for (const [key, count] of countOf(instances())) result.observe(count, JSON.parse(key) as object);
    }),
    observeGauge('turnfleet.tools.refused', (result) => {
      for (const [{ service, version }, { refused }] of found) {
        const taken = offered.taken.filter(({ tool }) => tool.service === service && tool.version === version);
        result.observe(refused.length + taken.length, { [attributes.rpcService]: service, version });
      }
    }),
  ];
  const toolsCheck: Check = {
    name: 'tools',
    problem: () => {
      if (groups.all.length === 0) return nothingKnown(options.registries, watch.isAway());
      const lost = groups.all.filter(({ targets }) => ![...targets.values()].some((one) => one.channel.isConnected()));
      const names = [...new Set(lost.map(({ service }) => service))];
      return names.length === 0 ? null : `${names.join(', ')} cannot be reached: the tools fail until it is back`;
    },
  };
  return {
    offer: (conversationId) => offered.of(conversationId),
    call: (tool, args, deadline, key, asker) => groups.call(tool, args, deadline, key, asker),
    instances,
    begun: begun.promise,
    checks: [toolsCheck],
    close() {
      watch.stop();
      for (const remove of unobserve) remove();
      groups.close();
      for (const one of admitted.values()) one.close();
    },
  };
}

/** With nobody who takes calls a version stays offered while it is known: its tools say that they cannot be asked. */
function versionOf({ service, version, targets }: ServiceGroup, tools: readonly Tool[]): ServiceVersion {
  const open = [...targets.values()].filter(({ figures }) => !figures.draining);
  const weight = open.reduce((sum, { figures }) => sum + figures.weight, 0);
  return { service, version, weight, tools };
}

const isSameServer = (one: Instance, other: Instance): boolean =>
  one.address === other.address &&
  one.version === other.version &&
  one.descriptorSet === other.descriptorSet &&
  one.services.join() === other.services.join();

function seenOf(
  { instance, state, why, channel }: AdmittedInstance,
  groups: readonly ServiceGroup[],
  now: number,
): SeenInstance {
  const healths = groups.flatMap(({ targets }) => targets.get(instance.id)?.health ?? []);
  const times = healths.flatMap((health) => health.latencyMs(now) ?? []);
  return {
    ...{ instance, why, connected: channel.isConnected() },
    state: state === 'called' && instance.draining ? 'draining' : state,
    latencyMs: times.length > 0 ? Math.max(...times) : null,
    inFlight: healths.reduce((sum, { inFlight }) => sum + inFlight, 0),
  };
}

/** Labels as JSON → instances. */
function countOf(seen: readonly SeenInstance[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { instance, state } of seen)
    for (const service of instance.services) {
      const key = JSON.stringify({ [attributes.rpcService]: service, version: instance.version, state });
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return counts;
}

function nothingKnown(registries: readonly string[], away: boolean): string {
  return away
    ? `no registry answers at ${registries.join(', ')}: there are no tools until one does`
    : 'no service is registered that can be called: there are no tools until one is';
}

const otherMeaning = (service: string, version: string): string =>
  `${service} says something else here than where version ${version} was seen first: a change needs another version.`;
const nameTaken = 'a tool is not offered: another service has one of that name already';
const brokenAnnotation = 'a tool is not offered because its annotation is broken; the others of its service are';
