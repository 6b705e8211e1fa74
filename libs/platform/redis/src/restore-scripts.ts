import { script } from './script.ts';

/** Takes the restore of a lost partition over from whoever had it. */
export const restoreStartScript = script(`
if redis.call('HEXISTS', META, 'generation') == 1 then return { 'fenced' } end
redis.call('HSET', META, 'restore', ARGV[1])
return { 'ok' }
`);

/**
 * A conversation and ledger entries of it. ARGV after the `guards`: two times to live and the limit of a journal; '1' if the
 * conversation comes with them, 'x' if its tombstone does; its rank, time and text; its turns as `/ID/ID/` and its timer as
 * `KIND~DUE`, as no script reads JSON. Then for each turn in KEYS from 8 on: its id, its reply, '1' if that is published, and
 * the journal's event. The last is the owner.
 */
const apply = (guards: number): string => `
local first = ${guards + 1}
local ledger_ttl, journal_ttl, journal_limit, whole, generation, version, epoch, at, json, turns, timer = unpack(ARGV, first, first + 10)
local rank = { tonumber(generation), tonumber(version), tonumber(epoch) }
local stored = redis.call('HMGET', CONVERSATION, 'generation', 'version', 'epoch')
local order = 0
for i = 1, 3 do
  if order == 0 then order = rank[i] - tonumber(stored[i] or 0) end
end
local floor = tonumber(redis.call('HGET', META, 'floor') or 0)
if went_back(rank, tonumber(stored[2] or floor)) then
  redis.call('HSET', META, 'behind', '1')
  return { 'fenced' }
end
-- What is not above the floor and not known any more was forgotten, unless the store has gone back.
if is_continued and not stored[2] and rank[2] > 0 and rank[2] <= floor then order = -1 end
if whole == '1' and order > 0 then
  redis.call('HSET', CONVERSATION, 'generation', generation, 'version', version, 'epoch', epoch, 'json', json)
  redis.call('HSET', CONVERSATION, 'owner', ARGV[#ARGV])
  unsay(turns)
  redis.call('ZADD', IDLE, at, CONVERSATION)
  arm(timer)
elseif whole == '1' and order == 0 and stored[2] then
  redis.call('ZADD', IDLE, 'NX', at, CONVERSATION)
elseif whole == 'x' and order >= 0 and stored[2] then
  expire(version)
end
for i = 8, #KEYS do
  local key, from = KEYS[i], first + 11 + 4 * (i - 8)
  local turn_id, reply, published = ARGV[from], ARGV[from + 1], ARGV[from + 2]
  local turn = redis.call('HMGET', key, 'reply', 'published', 'ended', 'traceparent', 'journalNumber')
  if published ~= '' then
    if not turn[2] then
      redis.call('HSET', key, 'reply', reply, 'published', '1')
      if ends_in_journal and not turn[3] then
        redis.call('HSET', key, 'ended', '1')
        append(ARGV[1], journal_ttl, journal_limit, turn[4] or '', from + 3, from + 3)
      end
    end
    redis.call('HDEL', UNPUBLISHED, turn_id)
    redis.call('HDEL', RUNNING, turn_id)
    redis.call('ZREM', OPEN, key)
    redis.call('PEXPIRE', key, ledger_ttl)
  -- Of the same rank the store knows better: a reply may have been abridged since. Later calls for one conversation have that rank.
  elseif order > 0 or (order == 0 and whole == '0') then
    if not turn[2] and turn[1] ~= reply then
      redis.call('HSET', key, 'reply', reply)
      if ends_in_journal and tonumber(turn[5] or 0) > 0 then
        append(ARGV[1], journal_ttl, journal_limit, turn[4] or '', from + 3, from + 3)
      end
    end
    if not turn[2] then
      redis.call('HSET', UNPUBLISHED, turn_id, reply)
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
local ends_in_journal, is_continued = false, false
local function went_back() return false end
${apply(1)}
return { 'ok' }
`);

/** Under a claim's fence. Journals of a new generation are empty: their readers are told to look at the conversation. */
export const catchUpConversationScript = script(`
if is_fenced() then return { 'fenced' } end
local is_continued = redis.call('HEXISTS', META, 'behind') == 0
local ends_in_journal = is_continued
-- Only a store that went back lacks what the log has of the fence's own generation, or knows a generation lower than the log.
local function went_back(rank, stored_version)
  local own = tonumber(ARGV[1])
  return rank[1] > own or (rank[1] == own and rank[2] > stored_version)
end
${apply(5)}
return told('ok')
`);

export const restoreEndScript = script(`
${raise}
local token, generation, owner, server, conversations, replies, partitions = unpack(ARGV)
if redis.call('HGET', META, 'restore') ~= token then return { 'fenced' } end
redis.call('DEL', META)
redis.call('HSET', META, 'generation', generation, 'epoch', 1, 'owner', owner, 'server', server, 'writes', 1)
redis.call('HSET', META, 'conversations', conversations, 'replies', replies, 'partitions', partitions)
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
return told('ok')
`);
