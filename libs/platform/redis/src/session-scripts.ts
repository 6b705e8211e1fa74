import { nowInRedis as now, plainScript } from './script.ts';

/** Of a session: one hash, `owner`, `epoch` and `state` as JSON. */
export const openSessionScript = plainScript(`
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'epoch', 1, 'state', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return { 'ok' }
`);

export const takeSessionScript = plainScript(`
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return { 'none' } end
local epoch = redis.call('HINCRBY', KEYS[1], 'epoch', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 'ok', string.format('%d', epoch), redis.call('HGET', KEYS[1], 'state') }
`);

/** One that the store has lost is kept again. */
export const saveSessionScript = plainScript(`
local owner, epoch, state, ttl = unpack(ARGV)
local kept = redis.call('HGET', KEYS[1], 'epoch')
if kept and kept ~= epoch then return { 'taken' } end
redis.call('HSET', KEYS[1], 'owner', owner, 'epoch', epoch, 'state', state)
redis.call('PEXPIRE', KEYS[1], ttl)
return { 'ok' }
`);

export const endSessionScript = plainScript(`
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return { 'ok' }
`);

/** Of a tenant: a hash, `generation` and `number` of the last notice, and a stream of those that are kept. */
export const postNoticeScript = plainScript(`${now}
local text, limit, ttl = unpack(ARGV)
redis.call('HSETNX', KEYS[1], 'generation', string.format('%.0f', now))
local id = redis.call('HGET', KEYS[1], 'generation') .. '-' .. redis.call('HINCRBY', KEYS[1], 'number', 1)
redis.call('XADD', KEYS[2], 'MAXLEN', '=', limit, id, 'text', text)
redis.call('PEXPIRE', KEYS[1], ttl)
redis.call('PEXPIRE', KEYS[2], ttl)
return { 'ok', id }
`);

export const readNoticesScript = plainScript(`
local generation, number = ARGV[1], ARGV[2]
local last = redis.call('HMGET', KEYS[1], 'generation', 'number')
if not last[1] then return { 'ok', '' } end
local answer = { 'ok', last[1] .. '-' .. last[2] }
local after = generation == last[1] and '(' .. generation .. '-' .. number or '-'
for _, entry in ipairs(redis.call('XRANGE', KEYS[2], after, '+')) do
  answer[#answer + 1] = entry[1]
  answer[#answer + 1] = entry[2][2]
end
return answer
`);

export const tellScript = plainScript(`
redis.call('PUBLISH', KEYS[1], ARGV[1])
return { 'ok' }
`);
