import { script } from './script.ts';

/** Takes the restore of a lost partition over from whoever had it. */
export const restoreStartScript = script(`
if redis.call('HEXISTS', META, 'generation') == 1 then return { 'fenced' } end
redis.call('HSET', META, 'restore', ARGV[1])
return { 'ok' }
`);

/**
 * A conversation and ledger entries of it. ARGV after the `guards` is: both times to live and the limit of a journal, '1' where
 * the conversation itself comes with them, its rank and text; then, of each of the turns whose keys are KEYS from 7 on, its id,
 * its reply, and if it is published its terminal event.
 */
const apply = (guards: number): string => `
local first = ${guards + 1}
local ledger_ttl, journal_ttl, journal_limit, whole, generation, version, epoch, json = unpack(ARGV, first, first + 7)
local rank = { tonumber(generation), tonumber(version), tonumber(epoch) }
local stored = redis.call('HMGET', CONVERSATION, 'generation', 'version', 'epoch')
local order = 0
for i = 1, 3 do
  if order == 0 then order = rank[i] - tonumber(stored[i] or 0) end
end
if went_back(rank, tonumber(stored[2] or 0)) then
  redis.call('HSET', META, 'behind', '1')
  return { 'fenced' }
end
if whole == '1' and order > 0 then
  redis.call('HSET', CONVERSATION, 'generation', generation, 'version', version, 'epoch', epoch, 'json', json)
  redis.call('DEL', UNPUBLISHED)
end
for i = 7, #KEYS do
  local key, at = KEYS[i], first + 8 + 3 * (i - 7)
  local turn_id, reply, event = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local turn = redis.call('HMGET', key, 'reply', 'published', 'ended', 'traceparent')
  if event ~= '' then
    if not turn[2] then
      redis.call('HSET', key, 'reply', reply, 'published', '1')
      if ends_in_journal and not turn[3] then
        redis.call('HSET', key, 'ended', '1')
        append(ARGV[1], journal_ttl, journal_limit, turn[4] or '', at + 2, at + 2)
      end
    end
    redis.call('HDEL', UNPUBLISHED, turn_id)
    redis.call('HDEL', RUNNING, turn_id)
    redis.call('ZREM', OPEN, key)
    redis.call('PEXPIRE', key, ledger_ttl)
  elseif order >= 0 then
    if not turn[1] then redis.call('HSET', key, 'reply', reply) end
    if not turn[2] then
      redis.call('HSET', UNPUBLISHED, turn_id, turn[1] or reply)
      redis.call('ZADD', OPEN, 'NX', 0, key)
    end
    redis.call('PEXPIRE', key, ledger_ttl)
  end
end
`;

/** Replies that were not found below a position are not there. */
const raise = `
local function raise(replies)
  for _, key in ipairs(redis.call('ZRANGE', OPEN, '-inf', '(' .. replies, 'BYSCORE')) do
    redis.call('ZADD', OPEN, replies, key)
  end
end
`;

/** Under a restore's token. */
export const restoreConversationScript = script(`
if redis.call('HGET', META, 'restore') ~= ARGV[1] then return { 'fenced' } end
local ends_in_journal = false
local function went_back() return false end
${apply(1)}
return { 'ok' }
`);

/** Under a claim's fence. Journals of a new generation are empty: their readers are told to look at the conversation. */
export const catchUpConversationScript = script(`
if is_fenced() then return { 'fenced' } end
local ends_in_journal = redis.call('HEXISTS', META, 'behind') == 0
-- Only a store that went back lacks what the log has of the fence's own generation, or knows a generation lower than the log.
local function went_back(rank, stored_version)
  local own = tonumber(ARGV[1])
  return rank[1] > own or (rank[1] == own and rank[2] > stored_version)
end
${apply(5)}
count_write()
return told('ok')
`);

export const restoreEndScript = script(`
${raise}
local token, generation, owner, server, conversations, replies = unpack(ARGV)
if redis.call('HGET', META, 'restore') ~= token then return { 'fenced' } end
redis.call('DEL', META)
redis.call('HSET', META, 'generation', generation, 'epoch', 1, 'owner', owner, 'server', server, 'writes', 1)
redis.call('HSET', META, 'conversations', conversations, 'replies', replies)
raise(replies)
return { 'ok' }
`);

export const catchUpEndScript = script(`
${raise}
local conversations, replies = ARGV[6], ARGV[7]
if is_fenced() then return { 'fenced' } end
note_positions(conversations, replies)
raise(replies)
redis.call('HDEL', META, 'behind')
count_write()
return told('ok')
`);
