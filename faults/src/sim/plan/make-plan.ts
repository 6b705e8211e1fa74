import { type Random, randomOf } from '../time/random.ts';
import { kindsOf, overHttp, overWs, sessionsLost } from './kinds.ts';
import { neverIdle, type Plan } from './plan.ts';
import { planFaults } from './plan-faults.ts';
import { byFlows, planFlows } from './plan-flows.ts';
import { planHttp } from './plan-http.ts';
import { planPeople } from './plan-people.ts';
import { planReaders } from './plan-readers.ts';
import { planTurns } from './plan-turns.ts';
import { planWorlds } from './plan-worlds.ts';
import { planWs } from './plan-ws.ts';

/** What a seed fixes. `turns`: how many, about; `only`: nothing else happens than these kinds, and these do. */
export function makePlan(seed: number, turns: number, only?: readonly string[]): Plan {
  const kinds = kindsOf(only);
  const random = randomOf(seed, 'plan');
  const shape = random.of('shape');
  const partitions = shape.pick([1, 2, 4]);
  const workers = shape.between(1, 3);
  const ingresses = shape.between(1, 2);
  const sessionMs = 8_000;
  const lastsMs = Math.max(20_000, turns * shape.pick([200, 500, 1_000]));
  const base = {
    seed,
    partitions,
    workers,
    ingresses,
    sessionMs,
    turnDeadlineSeconds: shape.pick([10, 30]),
    drainSeconds: shape.pick([2, 10]),
    turnsInFlight: shape.pick([2, 10, 100]),
    overHttp: false,
    overWs: false,
    flows: false,
    coalesceMs: shape.chance(0.2) ? shape.pick([50, 1_000]) : 0,
    maintenance: tendingOf(random.of('rests')),
    healedAt: lastsMs + 20_000,
  };
  const planned = planTurns(random.of('turns'), turns, lastsMs, kinds);
  // A store that goes back without a word may tell readers of its journals things twice (docs/adr/0022).
  const quietly = shape.chance(0.15);
  const worlds = planWorlds(random.of('worlds'), { ...base, kinds, named: only !== undefined }, lastsMs);
  const faults = planFaults(random.of('faults'), { ...base, quietly, kinds }, lastsMs);
  const plan = {
    ...base,
    healedAt: Math.max(base.healedAt, ...worlds.map(({ at, forMs }) => at + forMs)),
    turns: planned,
    readers: quietly ? [] : planReaders(random.of('readers'), planned, lastsMs),
    faults: [...worlds, ...faults].sort((a, b) => a.at - b.at),
  };
  const http = random.of('http');
  const isNamed = only !== undefined;
  const isOverHttp = (kinds.has(overHttp) || kinds.has(overWs)) && (isNamed || http.chance(1 / 10));
  const byHttp = isOverHttp ? planHttp(http, plan, lastsMs) : plan;
  const ws = random.of('ws');
  const isOverWs = isOverHttp && kinds.has(overWs) && (isNamed || ws.chance(1 / 2));
  const way = isOverWs ? planWs(ws, byHttp, kinds.has(sessionsLost) ? lastsMs : null) : byHttp;
  const heard = kinds.has(byFlows) ? planFlows(random.of('what is wished'), way, isNamed) : way;
  return planPeople(random.of('people'), heard);
}

/** In some runs conversations end between two of their turns, in the others never. */
function tendingOf(random: Random): Plan['maintenance'] {
  if (!random.chance(0.3)) return neverIdle;
  return { idleMs: random.pick([1_500, 4_000, 10_000]), everyMs: random.pick([500, 2_000]) };
}
