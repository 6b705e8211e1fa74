import { script } from './script.ts';

export const claimScript = script(`
local generation = redis.call('HGET', META, 'generation')
if not generation then return { 'lost' } end
count_write()
return { 'claimed', generation, string.format('%d', redis.call('HINCRBY', META, 'epoch', 1)) }
`);

export const beginScript = script(`
local generation, epoch, ledger_ttl, run = unpack(ARGV)
if is_fenced(generation, epoch) then return { 'fenced' } end
local turn = redis.call('HMGET', TURN, 'reply', 'published', 'run', 'attempt', 'abandoned', 'cancelled')
if turn[1] then
  redis.call('PEXPIRE', TURN, ledger_ttl)
  return json_and_unpublished('answered', turn[1], turn[2] or '')
end
local attempt, abandoned = tonumber(turn[4] or 0), tonumber(turn[5] or 0)
if turn[3] ~= run then
  if turn[3] then abandoned = abandoned + 1 end
  attempt = attempt + 1
  redis.call('HSET', TURN, 'run', run, 'attempt', attempt, 'abandoned', abandoned)
  count_write()
end
redis.call('PEXPIRE', TURN, ledger_ttl)
local json = redis.call('HGET', CONVERSATION, 'json') or ''
return { 'fresh', json, string.format('%d', attempt), string.format('%d', abandoned), turn[6] or '' }
`);

export const releaseScript = script(`
local generation, epoch, run = unpack(ARGV)
if is_fenced(generation, epoch) then return { 'fenced' } end
if redis.call('HGET', TURN, 'run') == run then
  redis.call('HDEL', TURN, 'run')
  count_write()
end
return { 'ok' }
`);

export const commitScript = script(`
local generation, epoch, ledger_ttl, based_on, turn_id, reply, version, json = unpack(ARGV)
if is_fenced(generation, epoch) then return { 'fenced' } end
local known = redis.call('HGET', TURN, 'reply')
if known and known ~= reply then return { 'conflict' } end
if not known then
  if (redis.call('HGET', CONVERSATION, 'version') or '0') ~= based_on then return { 'conflict' } end
  redis.call('HSET', CONVERSATION, 'version', version, 'generation', generation, 'epoch', epoch, 'json', json)
  redis.call('HSET', TURN, 'reply', reply)
  redis.call('HSET', UNPUBLISHED, turn_id, reply)
  count_write()
end
redis.call('PEXPIRE', TURN, ledger_ttl)
return json_and_unpublished('committed')
`);

/** Counts as a write although it changes nothing else, so that a replica that was a master a moment ago refuses it. */
export const confirmScript = script(`
local generation, epoch, reply = unpack(ARGV)
if is_fenced(generation, epoch) then return { 'fenced' } end
count_write()
return { redis.call('HGET', TURN, 'reply') == reply and 'known' or 'unknown' }
`);

export const settleScript = script(`
local generation, epoch, ledger_ttl, journal_ttl, journal_limit, turn_id = unpack(ARGV)
if is_fenced(generation, epoch) then return { 'fenced' } end
local turn = redis.call('HMGET', TURN, 'reply', 'ended', 'traceparent')
if not turn[1] then return { 'fenced' } end
redis.call('HSET', TURN, 'published', '1', 'ended', '1')
redis.call('PEXPIRE', TURN, ledger_ttl)
redis.call('HDEL', UNPUBLISHED, turn_id)
redis.call('HDEL', RUNNING, turn_id)
count_write()
if not turn[2] then append(generation, journal_ttl, journal_limit, turn[3] or '', 7) end
return { 'ok' }
`);

/** Takes the restore of a lost partition over from whoever had it. */
export const restoreStartScript = script(`
if redis.call('HEXISTS', META, 'generation') == 1 then return { 'fenced' } end
redis.call('HSET', META, 'restore', ARGV[1])
return { 'ok' }
`);

/**
 * A conversation and ledger entries of it: ARGV from 8 on is turn id, reply and '1' if published, of the turns whose keys
 * are KEYS from 6 on. `whole` is '1' where the conversation itself comes with them.
 */
export const restoreConversationScript = script(`
local token, ledger_ttl, whole, generation, version, epoch, json = unpack(ARGV)
if redis.call('HGET', META, 'restore') ~= token then return { 'fenced' } end
local rank = { tonumber(generation), tonumber(version), tonumber(epoch) }
local stored = redis.call('HMGET', CONVERSATION, 'generation', 'version', 'epoch')
local order = 0
for i = 1, 3 do
  if order == 0 then order = rank[i] - tonumber(stored[i] or 0) end
end
if whole == '1' and order > 0 then
  redis.call('HSET', CONVERSATION, 'generation', generation, 'version', version, 'epoch', epoch, 'json', json)
  redis.call('DEL', UNPUBLISHED)
end
for i = 8, #ARGV, 3 do
  local key, turn_id, reply = KEYS[6 + (i - 8) / 3], ARGV[i], ARGV[i + 1]
  local turn = redis.call('HMGET', key, 'reply', 'published')
  if ARGV[i + 2] == '1' then
    if not turn[2] then redis.call('HSET', key, 'reply', reply, 'published', '1') end
    redis.call('HDEL', UNPUBLISHED, turn_id)
    redis.call('HDEL', RUNNING, turn_id)
    redis.call('PEXPIRE', key, ledger_ttl)
  elseif order >= 0 then
    if not turn[1] then redis.call('HSET', key, 'reply', reply) end
    if not turn[2] then redis.call('HSET', UNPUBLISHED, turn_id, turn[1] or reply) end
    redis.call('PEXPIRE', key, ledger_ttl)
  end
end
return { 'ok' }
`);

export const restoreEndScript = script(`
local token, generation = unpack(ARGV)
if redis.call('HGET', META, 'restore') ~= token then return { 'fenced' } end
redis.call('HDEL', META, 'restore')
redis.call('HSET', META, 'generation', generation, 'epoch', 1, 'writes', 0)
return { 'ok' }
`);
