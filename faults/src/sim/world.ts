import { topics } from '@turnfleet/contract/events';
import { CalmWatch } from './calm.ts';
import { Agents } from './clients/agents.ts';
import { follow } from './clients/follow.ts';
import { IngressPool } from './clients/ingress-pool.ts';
import { Shoppers } from './clients/shoppers.ts';
import { Fleet } from './fleet.ts';
import { Cluster } from './log/cluster.ts';
import { watchAnswers } from './log/watch-answers.ts';
import { ModelPark } from './model/model-park.ts';
import { createOutside, type Outside, type Watch } from './outside.ts';
import type { Plan } from './plan/plan.ts';
import { turnKey } from './plan/turn-text.ts';
import { Accidents } from './process/accidents.ts';
import { Recorder } from './recorder.ts';
import type { OpenState } from './state/sim-state.ts';
import { StateServer } from './state/state-server.ts';
import { randomOf } from './time/random.ts';
import { VirtualTime } from './time/virtual-time.ts';
import { EffectDatabase } from './tools/effect-database.ts';
import { OutboxService } from './tools/outbox-service.ts';
import { Shop } from './tools/shop.ts';

/** Everything of one run. */
export interface World extends Outside {
  readonly fleet: Fleet;
  readonly pool: IngressPool;
  /** Where the shop's changes are told as the services of the product tell them. */
  readonly outbox: OutboxService | null;
  /** Something is still to be sent or confirmed, or a reader has not come back. */
  clientsBusy(): boolean;
}

/** Node's streams settle over turns of the event loop, not by promises alone. */
const everyStep = 1;
const inMemory: OpenState = (time, partitions) => new StateServer(time, partitions);

/** A world as the plan begins: workers and ingresses start, clients have their orders, nothing has gone wrong yet. */
export function createWorld(
  plan: Plan,
  watch: (outside: Outside) => Watch = () => () => undefined,
  openState: OpenState = inMemory,
): World {
  const time = new VirtualTime(undefined, plan.overHttp ? everyStep : undefined);
  const cluster = new Cluster(time, plan.sessionMs);
  for (const topic of Object.values(topics)) cluster.createTopic(topic, plan.partitions);
  const scripts = new Map(plan.turns.map((turn) => [turnKey(turn), turn.script]));
  const seen: { by: Watch } = { by: () => undefined };
  const recorder = new Recorder(time);
  const settings = { turnDeadlineMs: plan.turnDeadlineSeconds * 1_000, attempts: 3 };
  const outside = createOutside({
    plan,
    time,
    cluster,
    random: randomOf(plan.seed, 'world'),
    state: openState(time, plan.partitions),
    models: new ModelPark(scripts, recorder, randomOf(plan.seed, 'lies')),
    accidents: new Accidents(),
    recorder,
    calm: new CalmWatch(time, recorder),
    answers: watchAnswers(cluster),
    settings,
    effects: new EffectDatabase(recorder),
    shop: new Shop(recorder, time, randomOf(plan.seed, 'shop')),
    watch: (process, call, when) => seen.by(process, call, when),
  });
  seen.by = watch(outside);
  const outbox = outboxIn(plan) > 0 ? new OutboxService(outside, outboxIn(plan)) : null;
  const fleet = new Fleet(outside);
  for (let i = 0; i < plan.workers; i++) fleet.add();
  const pool = new IngressPool(outside, plan.ingresses);
  const shoppers = new Shoppers(outside, pool);
  const agents = new Agents(outside);
  const away = new Set(plan.readers);
  for (const reader of plan.readers) void follow(outside, pool, reader, () => away.delete(reader));
  const clientsBusy = (): boolean => shoppers.busy || agents.busy || away.size > 0;
  return { ...outside, fleet, pool, outbox, clientsBusy };
}

/** Instances of the service that tells changes. */
const outboxIn = ({ faults }: Plan): number =>
  Math.max(0, ...faults.map((fault) => (fault.kind === 'outbox' ? fault.instances : 0)));
