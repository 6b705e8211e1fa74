import { createHash } from 'node:crypto';
import { anyCode, codeKey, listedUnder, type ResultStore, readCachedResult } from '@turnfleet/tools';
import type { RedisConnection } from './connection.ts';
import { dropResultsScript, getResultScript, putResultScript } from './results-scripts.ts';

/** Parts that results are spread over, each under a hash tag of its own. */
const parts = 4;
const longestBytes = 64 * 2 ** 10;

interface RedisResultsOptions {
  /** Bytes of JSON for all results together; their keys and lists take about as much again. */
  readonly maxBytes: number;
  /** Something lay under a key of ours that is no result. */
  readonly onUnreadable: () => void;
}

/** What tools returned, for every process of the fleet. */
export function createRedisResults(
  redis: Pick<RedisConnection, 'run' | 'prefix'>,
  { maxBytes, onUnreadable }: RedisResultsOptions,
): ResultStore {
  const tags = Array.from({ length: parts }, (_, part) => `{${redis.prefix}:results/${part}}:`);
  const placeOf = (key: string) => {
    const digest = createHash('sha256').update(key).digest();
    const tag = tags[(digest[0] ?? 0) % parts] ?? '';
    return { tag, hash: digest.toString('base64url'), beginning: `${tag}kept/` };
  };
  const shelf = (tag: string): string[] => [`${tag}order`, `${tag}sizes`];
  const list = (tag: string, kind: string, code: string): string => `${tag}by/${kind}/${code}`;
  return {
    async get(key) {
      const { beginning, hash } = placeOf(key);
      const [json = ''] = await redis.run(getResultScript, [beginning + hash], []);
      if (json === '') return null;
      const result = readCachedResult(json);
      if (!result) onUnreadable();
      return result;
    },
    async put(key, result, forMs) {
      const json = JSON.stringify(result);
      if (Buffer.byteLength(json) > longestBytes || forMs < 1) return;
      const { tag, beginning, hash } = placeOf(key);
      const { kinds, tenant } = result.scope;
      const lists = kinds.flatMap((kind) => listedUnder(result.scope).map((code) => list(tag, kind, code)));
      const args = [beginning, hash, tenant, json, Math.ceil(forMs), Math.floor(maxBytes / parts)];
      await redis.run(putResultScript, [...shelf(tag), ...lists], args);
    },
    async drop({ kind, subject, tenant = '' }) {
      const codes = [codeKey(subject), anyCode];
      const drops = tags.map((tag) =>
        redis.run(
          dropResultsScript,
          [...shelf(tag), ...codes.map((code) => list(tag, kind, code))],
          [`${tag}kept/`, tenant],
        ),
      );
      await Promise.all(drops);
    },
  };
}
