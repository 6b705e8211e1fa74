import type { Tool } from './tool.ts';

/** One version of a service that can be called. */
export interface ServiceVersion {
  readonly service: string;
  readonly version: string;
  /** Of its instances together; 0: nobody takes calls, so it is chosen only where there is no other. */
  readonly weight: number;
  readonly tools: readonly Tool[];
}

/** A tool that is not offered because another service has one of that name. */
interface TakenName {
  readonly tool: Tool;
  /** Which service has it. */
  readonly by: string;
}

/**
 * The tools that there are at a moment. Of each service a conversation gets one version, by weight and always the same
 * while the versions are the same: tools of two versions of a service are never in one turn. Versions come in the order in
 * which they were found: of two services with a tool of one name the earlier has it.
 */
export class ToolOffer {
  /** By service, each with its versions. */
  readonly #services: ReadonlyMap<string, readonly ServiceVersion[]>;
  readonly #owners = new Map<string, string>();
  readonly #sets = new Map<string, readonly Tool[]>();
  readonly taken: readonly TakenName[];

  constructor(versions: readonly ServiceVersion[]) {
    const byName = versions.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    this.#services = Map.groupBy(byName, ({ service }) => service);
    const taken: TakenName[] = [];
    for (const tool of versions.flatMap(({ tools }) => tools)) {
      const by = this.#owners.get(tool.name) ?? tool.service;
      this.#owners.set(tool.name, by);
      if (by !== tool.service) taken.push({ tool, by });
    }
    this.taken = taken;
  }

  /** The same array for the same versions. */
  of(conversationId: string): readonly Tool[] {
    const chosen = [...this.#services].flatMap(([service, versions]) =>
      byShare(versions, shareOf(`${service} ${conversationId}`)),
    );
    const key = chosen.map(keyOf).join('\n');
    const known = this.#sets.get(key);
    if (known) return known;
    const tools = chosen.flatMap((version) => version.tools);
    const offered = tools.filter(({ name, service }) => this.#owners.get(name) === service);
    this.#sets.set(key, offered);
    return offered;
  }
}

const keyOf = ({ service, version }: ServiceVersion): string => `${service} ${version}`;

function byShare(versions: readonly ServiceVersion[], share: number): ServiceVersion | [] {
  let left = share * versions.reduce((sum, { weight }) => sum + weight, 0);
  return versions.find(({ weight }) => (left -= weight) < 0) ?? versions.at(-1) ?? [];
}

/** From 0 to 1, evenly over texts: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) with its bits mixed once more. */
function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
