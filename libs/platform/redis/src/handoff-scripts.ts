import { nowInRedis as now, plainScript } from './script.ts';

/**
 * Of a tenant: hash `entries` (conversation → `VERSION HANDOFF`), sorted sets `waiting` (by rank), `claimed` (by when) and
 * `claims` (`[AGENT,…]` by when), and of the conversation the version as of which its handoff was `over`.
 */
export const putHandoffScript = plainScript(`${now}
local ENTRIES, WAITING, CLAIMED, CLAIMS, OVER = unpack(KEYS)
local conversation, version, handoff, rank, claim, claimed_at, window, known_ms = unpack(ARGV)
local entry = redis.call('HGET', ENTRIES, conversation)
local over = redis.call('GET', OVER)
local known = over or string.match(entry or '', '^%d+')
if known and tonumber(known) > tonumber(version) then return { 'late' } end
if handoff == '' then
  redis.call('HDEL', ENTRIES, conversation)
  redis.call('ZREM', WAITING, conversation)
  redis.call('ZREM', CLAIMED, conversation)
  redis.call('SET', OVER, version, 'PX', known_ms)
  return { over == version and 'same' or 'ok' }
end
local told = version .. ' ' .. handoff
local added
redis.call('DEL', OVER)
redis.call('HSET', ENTRIES, conversation, told)
if claim == '' then
  redis.call('ZREM', CLAIMED, conversation)
  added = redis.call('ZADD', WAITING, rank, conversation)
else
  redis.call('ZREM', WAITING, conversation)
  added = redis.call('ZADD', CLAIMED, claimed_at, conversation)
  redis.call('ZADD', CLAIMS, claimed_at, claim)
  redis.call('ZREMRANGEBYSCORE', CLAIMS, '-inf', string.format('%.0f', now - window))
end
-- Any of the keys may have been lost by itself.
return { (entry == told and added == 0) and 'same' or 'ok' }
`);

/** The first \`ARGV[1]\` of the sorted set, or all with -1: conversation, entry, … */
export const readHandoffsScript = plainScript(`
local answer = { 'ok' }
for _, conversation in ipairs(redis.call('ZRANGE', KEYS[2], 0, ARGV[1])) do
  local entry = redis.call('HGET', KEYS[1], conversation)
  if entry then
    answer[#answer + 1] = conversation
    answer[#answer + 1] = entry
  end
end
return answer
`);

/** Ranges of ranks, each as its first and its last; of each at most so many. */
export const readOverdueScript = plainScript(`
local answer = { 'ok' }
for i = 2, #ARGV, 2 do
  for _, conversation in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[i], ARGV[i + 1], 'LIMIT', 0, ARGV[1])) do
    local entry = redis.call('HGET', KEYS[1], conversation)
    if entry then
      answer[#answer + 1] = conversation
      answer[#answer + 1] = entry
    end
  end
end
return answer
`);

export const readHandoffScript = plainScript(`
return { 'ok', redis.call('HGET', KEYS[1], ARGV[1]) or '' }
`);

/** Lua: adds to \`answer\` the agents that are there, out of a hash agent → \`UNTIL PRESENCE\`. */
const addPresent = `
local function add_present(answer, key, known_ms)
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    local till, presence = string.match(all[i + 1], '^(%d+) (.*)$')
    if tonumber(till) > now then
      if presence ~= '' then answer[#answer + 1] = presence end
    elseif tonumber(till) < now - known_ms then redis.call('HDEL', key, all[i]) end
  end
end
`;

/** Answers \`none\`, or how many are ahead, the entry, the time, the number of claims, each with its time, and who is there. */
export const placeOfHandoffScript = plainScript(`${now}${addPresent}
local ENTRIES, WAITING, CLAIMS, AGENTS = unpack(KEYS)
local conversation, window, known_ms = unpack(ARGV)
local ahead = redis.call('ZRANK', WAITING, conversation)
local entry = redis.call('HGET', ENTRIES, conversation)
if not ahead or not entry then return { 'none' } end
local claims = redis.call('ZRANGEBYSCORE', CLAIMS, string.format('%.0f', now - window), '+inf', 'WITHSCORES')
local answer = { 'ok', string.format('%d', ahead), entry, string.format('%.0f', now), string.format('%d', #claims / 2) }
for _, part in ipairs(claims) do answer[#answer + 1] = part end
add_present(answer, AGENTS, tonumber(known_ms))
return answer
`);

export const beatScript = plainScript(`${now}
local agent, presence, ttl = unpack(ARGV)
local told = redis.call('HGET', KEYS[1], agent)
redis.call('HSET', KEYS[1], agent, string.format('%.0f ', now + ttl) .. presence)
local till, before = string.match(told or '0 ', '^(%d+) (.*)$')
return { (tonumber(till) > now and before == presence) and 'same' or 'ok' }
`);

export const leaveScript = plainScript(`${now}
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f ', now))
return { 'ok' }
`);

export const presentScript = plainScript(`${now}${addPresent}
local answer = { 'ok' }
add_present(answer, KEYS[1], tonumber(ARGV[1]))
return answer
`);

/** ARGV: the grace time, then agents. Answers those who have gone. */
export const goneScript = plainScript(`${now}
local answer = { 'ok' }
for i = 2, #ARGV do
  local told = redis.call('HGET', KEYS[1], ARGV[i])
  if not told then redis.call('HSET', KEYS[1], ARGV[i], string.format('%.0f ', now + ARGV[1]))
  elseif tonumber(string.match(told, '^%d+')) <= now then answer[#answer + 1] = ARGV[i] end
end
return answer
`);

export const noteTenantScript = plainScript(`
redis.call('SADD', KEYS[1], ARGV[1])
return { 'ok' }
`);

export const readTenantsScript = plainScript(`
return { 'ok', unpack(redis.call('SMEMBERS', KEYS[1])) }
`);
