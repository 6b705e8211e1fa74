import { ledgerTtlMs } from '@turnfleet/conversation';
import type { RedisConnection } from '../connection.ts';
import type { Script } from '../script.ts';
import type { OwnPair } from './own-pair.ts';
import { journalTtlMs } from './state-harness.ts';

/** What may pass between a script and the look at what it left. */
const lookMs = 60_000;
/** Kinds of keys that end by their time, and the time; all others stay. */
const timesToLive: Readonly<Record<string, number>> = {
  turn: ledgerTtlMs,
  owner: ledgerTtlMs,
  journal: journalTtlMs,
};
/** It calls what all scripts have with them. */
const needsFence = ({ source }: Script): boolean => source.split('is_fenced()').length > 2;

/**
 * Looks after every script that goes through the connection, whichever it is: a key that it wrote has its whole time before
 * it, on the replica too, or none if it is to stay; and an answer under a fence is one that only a master can give.
 */
export function watched(redis: RedisConnection, { master, replica }: OwnPair): RedisConnection {
  let last: Promise<unknown> = Promise.resolve();
  const content = (name: string): Promise<string> =>
    master.dumpBuffer(name).then((dump) => dump?.toString('hex') ?? '');

  async function expectLives(names: readonly string[], before: readonly string[]): Promise<void> {
    await master.wait(1, 10_000);
    for (const [i, name] of names.entries()) {
      const ttl = timesToLive[kindOf(name)];
      const wasWritten = (await content(name)) !== before[i];
      for (const server of [master, replica]) {
        const left = await server.pttl(name);
        if (left === -2) continue;
        const isRight = ttl === undefined ? left === -1 : left > (wasWritten ? ttl - lookMs : 0) && left <= ttl;
        if (!isRight) throw new Error(`${name} was left with ${left} ms to live, ${ttl ?? 'no time'} expected.`);
      }
    }
  }

  async function expectCounts(script: Script, keys: readonly string[], args: readonly (string | number)[]) {
    const refusal: unknown = await replica
      .eval(script.source, keys.length, ...keys, ...args)
      .catch((error: unknown) => error);
    if (refusal instanceof Error && refusal.message.startsWith('READONLY')) return;
    // Who gave its attempt back under a fence that others have passed: a second time there is nothing to give.
    if (Array.isArray(refusal) && refusal[0] === 'fenced') return;
    throw new Error(
      `A server that is no master answered under a fence: ${String(refusal)}\n${script.source.slice(-400)}`,
    );
  }

  async function run(script: Script, keys: readonly string[], args: readonly (string | number)[]) {
    const before = await Promise.all(keys.map(content));
    const writesBefore = Number(await master.hget(keys[0] ?? '', 'writes'));
    const answer = await redis.run(script, keys, args);
    await expectLives(keys, before);
    if (!needsFence(script) || answer[0] === 'fenced') return answer;
    if (Number(answer[1]) <= writesBefore) throw new Error(`An answer under a fence was not counted: ${answer[0]}`);
    // A fence that held still holds with the writes that the script counted itself.
    await expectCounts(script, keys, args);
    return answer;
  }

  return {
    ...redis,
    // One after another, so that what changed is the script's.
    run: (script, keys, args) => {
      const mine = last.then(() => run(script, keys, args));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** Of `{PREFIX:PARTITION}:KIND/…`. */
const kindOf = (name: string): string => /\}:([a-z]+)/.exec(name)?.[1] ?? '';
