import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TurnfleetError } from '@turnfleet/core';
import { seededRandom } from '@turnfleet/core/testing';
import { demoCities, demoProducts } from '@turnfleet/shop';
import { quantile } from '../report/statistics.ts';
import type { BaseSettings } from '../settings.ts';
import { type Asked, type Contender, contendersAt, type Ready } from './contenders.ts';
import { type Measured, resultOf, type ToolsResult } from './result.ts';

const steps = 600;
const alone = 150;
const stockCalls = 1_000;
const atOnce = 8;
/** About ten times what a call takes here. */
const delayMs = 15;
const coupons = ['WELCOME10', 'SAVE100', 'BIG20', 'SOLO15'];

/** The same steps by each, one contender after another, each round beginning with another one; a round before is not counted. */
export async function runTools({ rounds, log }: BaseSettings): Promise<ToolsResult> {
  const services = fork(join(import.meta.dirname, 'services-process.ts'), { execArgv: process.execArgv });
  try {
    const ended = once(services, 'exit').then(() => {
      throw new TurnfleetError('internal', 'The services ended before they were there.');
    });
    const [ready] = (await Promise.race([once(services, 'message'), ended])) as [Ready];
    ended.catch(() => undefined);
    const contenders = await contendersAt(ready);
    const measured: Measured[] = [];
    for (let round = 0; round <= rounds; round++) {
      log(round === 0 ? 'warm-up' : `round ${round} of ${rounds}`);
      const questions = dayOf(seededRandom(round + 1));
      const first = round % contenders.length;
      for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
        const figures = await figuresOf(contender, questions, services);
        if (round > 0) measured.push({ contender: contender.name, ...figures });
      }
    }
    for (const contender of contenders) contender.close();
    return resultOf(measured, rounds);
  } finally {
    services.kill();
  }
}

/** What a day asks: a few products often, most of them seldom (Zipf over the SKUs). */
function dayOf(random: () => number): readonly Asked[] {
  const weights = demoProducts.map((_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  return Array.from({ length: stockCalls }, () => {
    let left = random() * total;
    const product = demoProducts.find((_, rank) => (left -= weights[rank] ?? 0) <= 0) ?? one(demoProducts);
    return { sku: product.sku, city: one(demoCities).zh, coupon: one(coupons) };
  });
}

async function figuresOf(contender: Contender, questions: readonly Asked[], services: ChildProcess) {
  const cpuMicrosPerStep = await cpuOf(contender, questions.slice(0, steps));
  const overSlowest = await overSlowestOf(contender, questions.slice(0, alone));
  const p99 = await p99Of(contender, questions);
  await delay(services, delayMs);
  // It is found out first.
  await p99Of(contender, questions.slice(0, 200));
  const p99WithSlow = await p99Of(contender, questions);
  await delay(services, 0);
  return { cpuMicrosPerStep, overSlowest, p99Ms: p99, p99WithSlowMs: p99WithSlow };
}

async function delay(services: ChildProcess, ms: number): Promise<void> {
  const done = once(services, 'message');
  services.send({ delayMs: ms });
  await done;
}

/** Of this process, user and system; the services are another one. */
async function cpuOf({ step }: Contender, questions: readonly Asked[]): Promise<number> {
  const before = process.cpuUsage();
  await sideBySide(questions, async (asked) => void (await step(asked)));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / questions.length;
}

/** How much longer a whole step takes than the slowest of its calls, in the middle. */
async function overSlowestOf({ step }: Contender, questions: readonly Asked[]): Promise<number> {
  const ratios: number[] = [];
  for (const asked of questions) {
    const begun = performance.now();
    const slowest = Math.max(...(await step(asked)));
    ratios.push((performance.now() - begun) / slowest);
  }
  return quantile(ratios, 0.5);
}

async function p99Of({ stock }: Contender, questions: readonly Asked[]): Promise<number> {
  const took: number[] = [];
  await sideBySide(questions, async (asked) => {
    const begun = performance.now();
    await stock(asked);
    took.push(performance.now() - begun);
  });
  return quantile(took, 0.99);
}

async function sideBySide(questions: readonly Asked[], ask: (asked: Asked) => Promise<void>): Promise<void> {
  const left = questions.values();
  const one = async (): Promise<void> => {
    for (const asked of left) await ask(asked);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
