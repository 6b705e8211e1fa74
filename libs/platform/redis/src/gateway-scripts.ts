import { script } from './script.ts';

export const reserveScript = script(`
local ledger_ttl, body_hash = unpack(ARGV)
local turn = redis.call('HMGET', TURN, 'bodyHash', 'logged', 'accepted', 'attempt', 'reply')
local in_log = turn[2] or turn[3] or turn[4] or turn[5]
if turn[1] and turn[1] ~= body_hash then return { 'conflict' } end
if not turn[1] and not in_log then redis.call('HSET', TURN, 'bodyHash', body_hash) end
redis.call('PEXPIRE', TURN, ledger_ttl)
return { in_log and 'logged' or 'reserved' }
`);

export const isLoggedScript = script(`
local turn = redis.call('HMGET', TURN, 'logged', 'accepted', 'attempt', 'reply')
return { (turn[1] or turn[2] or turn[3] or turn[4]) and 'yes' or 'no' }
`);

export const markLoggedScript = script(`
redis.call('HSET', TURN, 'logged', '1')
redis.call('PEXPIRE', TURN, ARGV[1])
return { 'ok' }
`);

/** Answers the conversation, the number of unpublished turns, their ids, and id and value of each running turn. */
export const viewScript = script(`
if not readable(ARGV[1]) then return { 'lost' } end
local unpublished = redis.call('HKEYS', UNPUBLISHED)
local answer = { 'view', redis.call('HGET', CONVERSATION, 'json') or '', string.format('%d', #unpublished) }
for _, turn_id in ipairs(unpublished) do answer[#answer + 1] = turn_id end
for _, part in ipairs(redis.call('HGETALL', RUNNING)) do answer[#answer + 1] = part end
return answer
`);

export const replyScript = script(`
if not readable(ARGV[1]) then return { 'lost' } end
local turn = redis.call('HMGET', TURN, 'reply', 'published')
if turn[1] and turn[2] then return { 'reply', turn[1] } end
return { 'none' }
`);

export const cancelScript = script(`
local server, ledger_ttl, channel, message = unpack(ARGV)
if not readable(server) then return { 'lost' } end
if redis.call('EXISTS', TURN) == 0 then return { 'unknown' } end
if redis.call('HEXISTS', TURN, 'reply') == 0 then
  redis.call('HSET', TURN, 'cancelled', '1')
  redis.call('PEXPIRE', TURN, ledger_ttl)
  redis.call('PUBLISH', channel, message)
end
return { 'ok' }
`);

export const isCancelledScript = script(`
return { redis.call('HEXISTS', TURN, 'cancelled') == 1 and 'yes' or 'no' }
`);

/** ARGV[2]: whoever claims it, `''` to look only; the key of a claim is where a turn's would be. Answers whose it is. */
export const ownerScript = script(`
local OWNER = TURN
local server, claimed, ttl = unpack(ARGV)
local kept = redis.call('GET', OWNER)
if kept then
  if claimed ~= '' then redis.call('PEXPIRE', OWNER, ttl) end
  return { 'owned', kept }
end
if not readable(server) then return { 'lost' } end
local said = redis.call('HMGET', CONVERSATION, 'owner', 'version')
if said[1] and said[1] ~= '' then return { 'owned', said[1] } end
if said[2] or redis.call('EXISTS', RUNNING) == 1 then return { 'unowned' } end
if claimed == '' then return { 'none' } end
redis.call('SET', OWNER, claimed, 'PX', ttl)
return { 'owned', claimed }
`);
