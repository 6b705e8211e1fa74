import { createHash } from 'node:crypto';

/** A Lua script, sent by its SHA-1 once the server knows it. */
export interface Script {
  readonly source: string;
  readonly sha: string;
}

/**
 * What the scripts share. The fields of a conversation: json, version, generation, epoch (of the commit), and the last
 * journal id as journalGeneration, journalNumber. Of a turn: reply, published, run, attempt, abandoned, cancelled,
 * accepted, ended, traceparent, bodyHash, logged, and its last journal event as journalAttempt, journalNumber.
 */
const prelude = `
local META, CONVERSATION, UNPUBLISHED, RUNNING, JOURNAL, TURN = unpack(KEYS)

local function is_fenced(generation, epoch)
  local meta = redis.call('HMGET', META, 'generation', 'epoch')
  return meta[1] ~= generation or meta[2] ~= epoch
end

local function count_write()
  redis.call('HINCRBY', META, 'writes', 1)
end

local function json_and_unpublished(...)
  local answer = { ... }
  answer[#answer + 1] = redis.call('HGET', CONVERSATION, 'json') or ''
  for _, part in ipairs(redis.call('HGETALL', UNPUBLISHED)) do answer[#answer + 1] = part end
  return answer
end

-- A journal belongs to one generation; its numbers go on when its entries have expired.
local function next_number(generation)
  local last = redis.call('HMGET', CONVERSATION, 'journalGeneration', 'journalNumber')
  if last[1] == generation then return tonumber(last[2]) + 1 end
  redis.call('DEL', JOURNAL)
  return 1
end

local function append(generation, ttl, limit, traceparent, from)
  local number = next_number(generation)
  for i = from, #ARGV do
    local id = generation .. '-' .. string.format('%d', number)
    redis.call('XADD', JOURNAL, 'MAXLEN', '=', limit, id, 'event', ARGV[i], 'traceparent', traceparent)
    number = number + 1
  end
  redis.call('HSET', CONVERSATION, 'journalGeneration', generation, 'journalNumber', number - 1)
  redis.call('PEXPIRE', JOURNAL, ttl)
  redis.call('PUBLISH', JOURNAL, '')
end
`;

export function script(body: string): Script {
  const source = `${prelude}\n${body}`;
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}
