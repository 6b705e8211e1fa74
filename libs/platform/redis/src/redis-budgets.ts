import type { BudgetStore, PurseBook } from '@turnfleet/model';
import { reserveScript, settleBudgetScript } from './budget-scripts.ts';
import type { RedisConnection } from './connection.ts';

const keptMs = 3 * 24 * 3_600_000;

/** The purses of a tenant's day in one hash, under a hash tag of its own. Names hold no line break: none is taken in. */
export function createRedisBudgets(redis: Pick<RedisConnection, 'run' | 'prefix'>): BudgetStore {
  const keyOf = ({ tenant, day }: PurseBook): string => `{${redis.prefix}:spent/${encodeURIComponent(tenant)}}:${day}`;
  return {
    async reserve(book, call, amount, purses) {
      const limits = purses.flatMap(({ name, hard }) => [oneLine(name), String(hard)]);
      const [, fits, ...figures] = await redis.run(
        reserveScript,
        [keyOf(book)],
        [keptMs, call, String(amount), ...limits],
      );
      const states = purses.map((_, i) => ({
        spent: BigInt(figures[2 * i] ?? '0'),
        reserved: BigInt(figures[2 * i + 1] ?? '0'),
      }));
      return { fits: fits === '1', purses: states };
    },
    async settle(book, settlements) {
      const all = settlements.flatMap(({ call, cost, late }) => [call, String(cost), late.map(oneLine).join('\n')]);
      await redis.run(settleBudgetScript, [keyOf(book)], [keptMs, ...all]);
    },
  };
}

const oneLine = (name: string): string => name.replace(/\s/g, (space) => encodeURIComponent(space));
