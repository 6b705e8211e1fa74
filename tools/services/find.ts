import { setTimeout as pause } from 'node:timers/promises';
import {
  type Check,
  type LaunchContext,
  type Launched,
  probeMs,
  readyService,
  type Service,
  type Source,
  type StartedServer,
} from './service.ts';

export interface Search {
  readonly check: Check;
  /** The variable that may name an address, and what it says. */
  readonly variable: string;
  readonly address: string | undefined;
  readonly defaultUrl: string;
  /** Ways to start one, best first. */
  readonly sources: readonly Source[];
  /** Called before a started server is ready, so that it is never forgotten; `forget` stops it. */
  readonly remember: (server: StartedServer) => void;
  readonly forget: (server: StartedServer) => Promise<void>;
  readonly readyWithinMs: number;
}

/** Address in the environment, then the default port, then each source in turn. Throws only when aborted. */
export async function findOrStart(search: Search, context: LaunchContext): Promise<Service> {
  if (search.address !== undefined) return fromEnvironment(search, search.address);
  const reasons: string[] = [];
  const answer = await search.check(search.defaultUrl, probeMs);
  if (answer.ok) return readyService(search.defaultUrl, 'port', null);
  if (answer.listening) {
    reasons.push(`what listens at ${hidePassword(search.defaultUrl)} is of no use: ${answer.reason}`);
    context.log(`${reasons.at(-1)}; looking further (set ${search.variable} to use it)`);
  }
  for (const source of search.sources) {
    context.signal.throwIfAborted();
    const outcome = await start(search, source, context);
    if (outcome.kind === 'ready') return outcome;
    reasons.push(`${source.from}: ${outcome.reason}`);
    if (source !== search.sources.at(-1)) context.log(`${reasons.at(-1)}; looking further`);
  }
  return { kind: 'unavailable', reason: reasons.join('\n') };
}

async function fromEnvironment({ variable, check }: Search, address: string): Promise<Service> {
  const answer = await check(address, probeMs);
  if (answer.ok) return readyService(address, 'env', null);
  const reason = `${variable} is set to ${hidePassword(address)}, but ${answer.reason}. Start that server, or unset ${variable} to have one found or started.`;
  return { kind: 'unavailable', reason };
}

async function start(search: Search, source: Source, context: LaunchContext): Promise<Service> {
  let launched: Launched | undefined;
  try {
    launched = await source.launch(context);
    search.remember(launched.server);
    await ready(search, launched, context.signal);
    return readyService(launched.server.url, source.from, launched.server);
  } catch (error) {
    if (launched) await search.forget(launched.server);
    context.signal.throwIfAborted();
    return { kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function ready(search: Search, launched: Launched, signal: AbortSignal): Promise<void> {
  const patience = AbortSignal.timeout(search.readyWithinMs);
  for (;;) {
    signal.throwIfAborted();
    const answer = await search.check(launched.server.url, probeMs);
    const ending = await launched.ending(); // first: what answers could be another's, that took the port before ours
    if (ending !== undefined) throw new Error(ending);
    if (answer.ok) return;
    if (patience.aborted) throw new Error(`not ready after ${search.readyWithinMs / 1000} s: ${answer.reason}`);
    await pause(100, undefined, { signal });
  }
}

export function hidePassword(url: string): string {
  return url.replace(/(:\/\/[^:/@]*:)[^@]*(@)/, '$1…$2');
}
