import type { DueTimer } from '@turnfleet/contract/events';
import { type ArmedTimer, timerKinds } from '@turnfleet/contract/schemas';
import type { ConversationStore } from '@turnfleet/conversation';
import { pairs } from './answer.ts';
import type { Keys } from './keys.ts';
import type { RedisContext } from './redis-context.ts';
import { script } from './script.ts';

/** ARGV from 6 on: now, how many at most, until when they are claimed. Answers key and timer of each, as `KIND~DUE`. */
const claimTimersScript = script(`
local now, limit, claimed_until = ARGV[6], ARGV[7], ARGV[8]
if is_fenced() then return { 'fenced' } end
local answer = told('ok')
for _, key in ipairs(redis.call('ZRANGE', TIMERS, '-inf', now, 'BYSCORE', 'LIMIT', 0, limit)) do
  answer[#answer + 1] = key
  answer[#answer + 1] = redis.call('HGET', key, 'timer')
  redis.call('ZADD', TIMERS, claimed_until, key)
end
return answer
`);

/** As the scripts keep it: `KIND~DUE`, due in Unix milliseconds; `''` for none. */
export const timerText = (timer: ArmedTimer | undefined): string =>
  timer ? `${timer.kind}~${Date.parse(timer.dueAt)}` : '';

/** The timers of a partition lie in one sorted set, `timers`, beside those who are idle: one of a conversation. */
export function redisTimers({ keys, client, redis }: RedisContext): Pick<ConversationStore, 'claimTimers'> {
  return {
    async claimTimers(fence, limit, leaseMs) {
      const names = keys.ofPartition(fence.partition);
      const now = redis.now(names);
      const [, ...due] = await client.run(claimTimersScript, names, fence, [now, limit, now + leaseMs]);
      return [...pairs(due)].flatMap((one) => timerOf(keys, one));
    },
  };
}

function timerOf(keys: Keys, [key, text]: readonly [string, string]): DueTimer[] {
  const [name, dueAt = ''] = text.split('~');
  const kind = timerKinds.find((one) => one === name);
  return kind ? [{ conversationId: keys.conversationOf(key), kind, dueAt: Number(dueAt) }] : [];
}
