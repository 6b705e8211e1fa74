import { createHash } from 'node:crypto';

/** A Lua script, sent by its SHA-1 once the server knows it. */
export interface Script {
  readonly source: string;
  readonly sha: string;
}

/** What the scripts share. Keys and their fields: docs/guide/state.md, "What lies in Redis". */
const prelude = `
local META, OPEN, IDLE, CONVERSATION, UNPUBLISHED, RUNNING, JOURNAL, TURN = unpack(KEYS)
local TIMERS = string.sub(META, 1, -5) .. 'timers'

local writes = 0

local function count_write()
  writes = redis.call('HINCRBY', META, 'writes', 1)
end

-- Of every script that needs a fence, ARGV from 1 to 5 is: generation, epoch, owner, server, and writes seen. Whatever it
-- answers then counts as a write, also if it only looks: a server that was the master a moment ago has to refuse it.
local function is_fenced()
  local meta = redis.call('HMGET', META, 'generation', 'epoch', 'owner', 'server', 'writes')
  writes = tonumber(meta[5] or 0)
  for i = 1, 4 do
    if meta[i] ~= ARGV[i] then return true end
  end
  if writes < tonumber(ARGV[5]) then return true end
  count_write()
  return false
end

-- What such a script answers: how it went, the writes, and more.
local function told(kind, ...)
  return { kind, string.format('%d', writes), ... }
end

-- The generation that readers may see, or nil.
local function readable(server)
  local meta = redis.call('HMGET', META, 'generation', 'server', 'behind')
  if meta[1] and meta[2] == server and not meta[3] then return meta[1] end
end

local function note_positions(conversations, replies)
  local noted = redis.call('HMGET', META, 'conversations', 'replies')
  if tonumber(conversations) > tonumber(noted[1] or 0) then redis.call('HSET', META, 'conversations', conversations) end
  if tonumber(replies) > tonumber(noted[2] or 0) then redis.call('HSET', META, 'replies', replies) end
end

local function with_snapshot(answer)
  answer[#answer + 1] = redis.call('HGET', CONVERSATION, 'json') or ''
  for _, part in ipairs(redis.call('HGETALL', UNPUBLISHED)) do answer[#answer + 1] = part end
  return answer
end

-- A journal belongs to one generation; its numbers go on when its entries have expired.
local function next_number(generation)
  local last = redis.call('HMGET', CONVERSATION, 'journalGeneration', 'journalNumber')
  if last[1] == generation then return tonumber(last[2]) + 1 end
  redis.call('DEL', JOURNAL)
  return tonumber(redis.call('HGET', META, 'journalFloor') or 0) + 1
end

local function raise_floor(name, to)
  if tonumber(to) > tonumber(redis.call('HGET', META, name) or 0) then redis.call('HSET', META, name, to) end
end

-- A reply that nobody was told, to a turn that the conversation which holds does not know (its turns: /ID/ID/), was never said.
local function unsay(known)
  local unpublished = redis.call('HKEYS', UNPUBLISHED)
  if #unpublished == 0 then return end
  local turn = string.gsub(CONVERSATION, ':conversation/', ':turn/', 1) .. '/'
  for _, turn_id in ipairs(unpublished) do
    redis.call('ZREM', OPEN, turn .. turn_id)
    if not string.find(known, '/' .. turn_id .. '/', 1, true) then redis.call('HDEL', turn .. turn_id, 'reply') end
  end
  redis.call('DEL', UNPUBLISHED)
end

-- \`timer\`: its kind and when it is due, as \`KIND~DUE\`; '' for none. One of a conversation, by when it is due or claimed until.
local function arm(timer)
  if timer == '' then
    redis.call('HDEL', CONVERSATION, 'timer')
    redis.call('ZREM', TIMERS, CONVERSATION)
    return
  end
  redis.call('HSET', CONVERSATION, 'timer', timer)
  redis.call('ZADD', TIMERS, string.match(timer, '%d+$'), CONVERSATION)
end

-- The conversation is as if it had never been, but for the floors. With turns that wait for their reply its journal goes on.
local function expire(version)
  raise_floor('floor', version)
  unsay('')
  redis.call('ZREM', IDLE, CONVERSATION)
  arm('')
  if redis.call('EXISTS', RUNNING) == 1 then
    redis.call('HDEL', CONVERSATION, 'version', 'generation', 'epoch', 'json')
    return
  end
  local last = redis.call('HMGET', CONVERSATION, 'journalGeneration', 'journalNumber')
  if last[1] and last[1] == redis.call('HGET', META, 'generation') then raise_floor('journalFloor', last[2]) end
  redis.call('DEL', CONVERSATION, JOURNAL)
end

-- Whoever listens is told the first number and what was appended, a line each, unless it is much.
local function append(generation, ttl, limit, traceparent, from, to)
  local first, bytes = next_number(generation), 0
  local number = first
  for i = from, to or #ARGV do
    local id = generation .. '-' .. string.format('%d', number)
    redis.call('XADD', JOURNAL, 'MAXLEN', '=', limit, id, 'event', ARGV[i], 'traceparent', traceparent)
    bytes = bytes + #ARGV[i]
    number = number + 1
  end
  redis.call('HSET', CONVERSATION, 'journalGeneration', generation, 'journalNumber', number - 1)
  redis.call('PEXPIRE', JOURNAL, ttl)
  local news = ''
  if bytes <= 32768 then
    news = table.concat({ generation, string.format('%d', first), traceparent, unpack(ARGV, from, to or #ARGV) }, '\\n')
  end
  redis.call('PUBLISH', JOURNAL, news)
end
`;

/** A script of a partition. */
export const script = (body: string): Script => plainScript(`${prelude}\n${body}`);

/** A script that needs nothing of the partitions' prelude. */
export function plainScript(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/** Lua: `now`, Unix milliseconds by the server's clock. */
export const nowInRedis = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;
