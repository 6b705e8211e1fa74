import { systemClock, wait } from '@turnfleet/core';
import { Redis } from 'ioredis';
import { type Judged, judge } from '../report/bar.ts';
import { quantile } from '../report/statistics.ts';
import { machineOf, type Settings } from '../settings.ts';
import { type Back, comeBack } from './come-back.ts';
import { bareStreams, ingressStreams, type ServedStreams } from './served-streams.ts';

export interface Storm {
  readonly name: string;
  readonly refused: number;
  readonly lost: number;
  readonly repeated: number;
  /** From the first that came until all had what they missed. */
  readonly allBackMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the server, and of Redis. */
  readonly cpuMicrosEach: number;
  readonly redisMicrosEach: number | null;
}

export interface ReconnectsResult {
  readonly machine: ReturnType<typeof machineOf>;
  readonly rounds: number;
  readonly connections: number;
  readonly storms: readonly Storm[];
  readonly bars: readonly Judged[];
}

const wanted = 5_000;
/** Over which they come back; `retry:` spreads them over as much. */
const stormMs = 1_000;
const openAtOnce = 50;

export async function runReconnects(
  { servers, rounds, log }: Settings,
  connections: number,
): Promise<ReconnectsResult> {
  // A database of its own: the owners of the conversations are played here.
  const redisUrl = Object.assign(new URL(servers.redisUrl), { pathname: '/11' }).toString();
  const redis = new Redis(redisUrl);
  const storms: Storm[] = [];
  for (const start of [() => ingressStreams(redisUrl, connections), () => bareStreams(connections)]) {
    const served = await start();
    log(`${served.name}: ${connections} streams are opened …`);
    const backs = await openAll(served);
    for (let round = 1; round <= rounds; round++) {
      const storm = await storming(served, backs, redis);
      log(JSON.stringify(storm));
      storms.push(storm);
    }
    for (const { socket } of backs) socket.destroy();
    await served.stop();
  }
  redis.disconnect();
  const ours = storms.filter(({ name }) => name === 'turnfleet');
  const worst = (of: (storm: Storm) => number): number => Math.max(...ours.map(of));
  return {
    ...{ machine: machineOf(), rounds, connections, storms },
    bars: [
      judge(
        { what: 'refused, lost or repeated', atMost: 0 },
        worst(({ refused, lost, repeated }) => refused + lost + repeated),
      ),
      judge({ what: 'back a second', atLeast: wanted }, Math.min(...ours.map(perSecond(connections)))),
    ],
  };
}

const perSecond =
  (connections: number) =>
  ({ allBackMs }: Storm): number =>
    Math.round((1_000 * connections) / Math.max(stormMs, allBackMs));

/** Cuts all at once, has all come back, and replaces them in `backs`. */
async function storming(served: ServedStreams, backs: Back[], redis: Redis): Promise<Storm> {
  const seen = backs.map(({ ids: [first = ''] }) => first);
  const expected = backs.map(({ ids }) => ids[1]);
  for (const { socket } of backs) socket.destroy();
  await wait(systemClock, stormMs);
  const [before, redisBefore] = [await served.usage(), await redisMicros(redis)];
  const began = performance.now();
  const again = await Promise.all(
    served.streams.map(async (address, i) => {
      await wait(systemClock, (i / served.streams.length) * stormMs);
      return comeBack(address, seen[i] ?? '', 1);
    }),
  );
  const allBackMs = performance.now() - began;
  const [after, redisAfter] = [await served.usage(), await redisMicros(redis)];
  const good = again.filter(({ status }) => status === 200);
  const each = (micros: number): number => micros / again.length;
  const storm: Storm = {
    ...{ name: served.name, allBackMs, refused: again.length - good.length },
    lost: again.filter(({ status, ids }, i) => status === 200 && !ids.includes(expected[i] ?? '')).length,
    repeated: again.filter(({ ids }, i) => ids.includes(seen[i] ?? '')).length,
    p50Ms: quantile(
      again.map(({ tookMs }) => tookMs),
      0.5,
    ),
    p95Ms: quantile(
      again.map(({ tookMs }) => tookMs),
      0.95,
    ),
    cpuMicrosEach: each(after.cpuMicros - before.cpuMicros),
    redisMicrosEach: served.name === 'turnfleet' ? each(redisAfter - redisBefore) : null,
  };
  for (const [i, { socket }] of again.entries()) backs[i] = { ...(backs[i] as Back), socket };
  return storm;
}

async function openAll({ streams }: ServedStreams): Promise<Back[]> {
  const backs: Back[] = [];
  for (let at = 0; at < streams.length; at += openAtOnce)
    backs.push(...(await Promise.all(streams.slice(at, at + openAtOnce).map((one) => comeBack(one, '', 2)))));
  return backs;
}

async function redisMicros(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const of = (name: string): number => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1] ?? 0);
  return 1e6 * (of('used_cpu_user') + of('used_cpu_sys'));
}
