import { createHash } from 'node:crypto';
import type { Script } from './script.ts';

/** Their key is one hash, instance → `EXPIRES LOAD DRAINING INSTANCE`; nothing of the partitions' prelude. */
function plain(source: string): Script {
  const whole = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local id, lease, load = ARGV[1], ARGV[2], ARGV[3]
local function entry(until_, load, draining, instance)
  return string.format('%.0f', until_) .. ' ' .. load .. ' ' .. draining .. ' ' .. instance
end
local function read(text)
  local expires, load, draining, instance = string.match(text or '', '^(%d+) (%S+) ([01]) (.*)$')
  if expires and tonumber(expires) > now then return tonumber(expires), load, draining, instance end
end
${source}`;
  return { source: whole, sha: createHash('sha1').update(whole).digest('hex') };
}

export const putInstanceScript = plain(`
redis.call('HSET', KEYS[1], id, entry(now + lease, load, ARGV[4], ARGV[5]))
return { 'ok' }
`);

export const renewInstanceScript = plain(`
local expires, _, draining, instance = read(redis.call('HGET', KEYS[1], id))
if not expires then return { 'unknown' } end
redis.call('HSET', KEYS[1], id, entry(now + lease, load, draining, instance))
return { 'ok' }
`);

export const leaveInstanceScript = plain(`
local expires, load, _, instance = read(redis.call('HGET', KEYS[1], id))
if expires then redis.call('HSET', KEYS[1], id, entry(expires, load, '1', instance)) end
return { 'ok' }
`);

/** Answers the instances whose lease is not over, each as load, draining, instance; takes out the others. */
export const listInstancesScript = plain(`
local answer = { 'ok' }
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local expires, load, draining, instance = read(all[i + 1])
  if expires then
    answer[#answer + 1] = load
    answer[#answer + 1] = draining
    answer[#answer + 1] = instance
  else redis.call('HDEL', KEYS[1], all[i]) end
end
return answer
`);
