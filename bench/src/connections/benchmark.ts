import { wait } from '@turnfleet/core';
import { type Judged, judge } from '../report/bar.ts';
import { machineOf, type Settings } from '../settings.ts';
import type { Client, Contender } from './contender.ts';
import { socketIo } from './socket-io.ts';
import { turnfleet } from './turnfleet.ts';

export interface ConnectionsLoad {
  readonly connections: number;
  readonly seconds: number;
}

export interface ContenderResult {
  readonly name: string;
  readonly messages: number;
  readonly lost: number;
  readonly repeated: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly cpuMicrosPerMessage: number;
  readonly resumeP50Ms: number;
  readonly resumeP95Ms: number;
  readonly cpuMicrosPerResume: number;
  readonly kibPerConnection: number;
}

export interface ConnectionsResult {
  readonly machine: ReturnType<typeof machineOf>;
  readonly load: ConnectionsLoad;
  readonly contenders: readonly ContenderResult[];
  readonly bars: readonly Judged[];
}

const tellsPerSecond = 2;
const bytes = 1_024;
/** Over which clients come back, as they are told to. */
const stormMs = 1_000;
const openAtOnce = 50;

export async function runConnections(
  { servers, clock, log }: Settings,
  load: ConnectionsLoad,
): Promise<ConnectionsResult> {
  const results: ContenderResult[] = [];
  // A database of its own: the owners of the conversations are played here.
  const redisUrl = Object.assign(new URL(servers.redisUrl), { pathname: '/10' }).toString();
  for (const start of [turnfleet, socketIo]) {
    const contender = await start(redisUrl);
    log(`${contender.name}: ${load.connections} connections for ${load.seconds} s …`);
    const result = await measure(contender, load, (ms) => wait(clock, ms));
    log(JSON.stringify(result));
    results.push(result);
    await contender.stop();
  }
  const [ours, peer] = results;
  const of = (field: keyof ContenderResult): number | null => (ours ? Number(ours[field]) : null);
  const ratio = ours && peer ? ours.cpuMicrosPerMessage / peer.cpuMicrosPerMessage : null;
  return {
    ...{ machine: machineOf(), load, contenders: results },
    bars: [
      judge({ what: 'lost or repeated', atMost: 0 }, ours ? ours.lost + ours.repeated : null),
      judge({ what: 'p95 (ms)', atMost: 20 }, of('p95Ms')),
      judge({ what: 'resume p95 (ms)', atMost: 150 }, of('resumeP95Ms')),
      judge({ what: "CPU a message, of Socket.IO's", atMost: 1 }, ratio),
      judge({ what: 'KiB a connection', atMost: 40 }, of('kibPerConnection')),
    ],
  };
}

/** What a client has heard: numbers come one by one. */
class Listener {
  next = 1;
  lost = 0;
  repeated = 0;

  readonly #late: (ms: number) => void;

  constructor(late: (ms: number) => void) {
    this.#late = late;
  }

  hear(text: string): void {
    const [number = '', at = ''] = text.split(' ', 2);
    this.#late(performance.timeOrigin + performance.now() - Number(at));
    if (Number(number) < this.next) this.repeated += 1;
    else this.lost += Number(number) - this.next;
    this.next = Math.max(this.next, Number(number) + 1);
  }
}

async function measure(
  contender: Contender,
  { connections, seconds }: ConnectionsLoad,
  pause: (ms: number) => Promise<void>,
): Promise<ContenderResult> {
  const all = Array.from({ length: connections }, (_, i) => i);
  let delays: number[] = [];
  const listeners = all.map(() => new Listener((ms) => delays.push(ms)));
  const before = await contender.usage();
  const clients: Client[] = [];
  for (let at = 0; at < connections; at += openAtOnce) {
    const some = all.slice(at, at + openAtOnce);
    clients.push(...(await Promise.all(some.map((i) => contender.connect(i, (text) => listeners[i]?.hear(text))))));
  }
  const opened = await contender.usage();

  let told = 0;
  const tellFor = async (forSeconds: number): Promise<void> => {
    const ticks = forSeconds * 100;
    const began = performance.now();
    for (let tick = 0; tick < ticks; tick++) {
      const from = Math.floor(((tick % 50) * connections) / 50);
      const to = Math.floor((((tick % 50) + 1) * connections) / 50);
      for (let i = from; i < to; i++) {
        const number = Math.floor(told / connections) + 1;
        told += 1;
        void contender.tell(i, `${number} ${performance.timeOrigin + performance.now()} `.padEnd(bytes, '.'));
      }
      await pause(Math.max(0, began + ((tick + 1) * 1_000) / (50 * tellsPerSecond) - performance.now()));
    }
  };
  const caughtUp = async (): Promise<void> => {
    for (let i = 0; i < 100 && listeners.some(({ next }) => next <= told / connections); i++) await pause(100);
  };

  await tellFor(2);
  await caughtUp();
  delays = [];
  const quiet = await contender.usage();
  const toldBefore = told;
  await tellFor(seconds);
  await caughtUp();
  const busy = await contender.usage();
  const messages = told - toldBefore;
  const calm = delays;

  const resumes: number[] = [];
  const storm = clients.map(async (client, i) => {
    client.cut();
    await pause((i / connections) * stormMs + 100);
    resumes.push(await client.resume());
  });
  await Promise.all([...storm, tellFor(2)]);
  await caughtUp();
  const after = await contender.usage();
  const perMessage = (busy.cpuMicros - quiet.cpuMicros) / messages;
  const stormMessages = told - toldBefore - messages;
  for (const client of clients) client.close();
  return {
    ...{ name: contender.name, messages: told, cpuMicrosPerMessage: perMessage },
    lost: listeners.reduce(
      (sum, one) => sum + one.lost + Math.max(0, Math.floor(told / connections) + 1 - one.next),
      0,
    ),
    repeated: listeners.reduce((sum, one) => sum + one.repeated, 0),
    ...{ p50Ms: quantile(calm, 0.5), p95Ms: quantile(calm, 0.95) },
    ...{ resumeP50Ms: quantile(resumes, 0.5), resumeP95Ms: quantile(resumes, 0.95) },
    cpuMicrosPerResume: (after.cpuMicros - busy.cpuMicros - perMessage * stormMessages) / connections,
    kibPerConnection: (opened.rssBytes - before.rssBytes) / 1_024 / connections,
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
