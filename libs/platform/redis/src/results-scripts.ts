import { nowInRedis, plainScript } from './script.ts';

/**
 * Their first keys are `order`, result → when it ends, and `sizes`, result → bytes, with their sum under the empty name. The
 * results lie beside them, each under a key of its own that begins with ARGV[1].
 */
const shelf = `${nowInRedis}
local ORDER, SIZES, BEGINNING = KEYS[1], KEYS[2], ARGV[1]

local function forget(hash)
  local size = redis.call('HGET', SIZES, hash)
  if size then
    redis.call('HDEL', SIZES, hash)
    redis.call('HINCRBY', SIZES, '', -size)
  end
  redis.call('ZREM', ORDER, hash)
  redis.call('DEL', BEGINNING .. hash)
end

local function outlive(key, ttl)
  if redis.call('PTTL', key) < ttl then redis.call('PEXPIRE', key, ttl) end
end
`;

/** KEYS: the result. Answers it, '' if there is none. */
export const getResultScript = plainScript(`return { redis.call('GET', KEYS[1]) or '' }`);

/**
 * KEYS from 3: the lists it is found in. ARGV: where keys of results begin, its hash, its tenant, the result, for how many
 * milliseconds it is of use, and bytes for all. Those that end first make room.
 */
export const putResultScript = plainScript(`${shelf}
local hash, tenant, json, ttl, room = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
for _, ended in ipairs(redis.call('ZRANGEBYSCORE', ORDER, '-inf', now, 'LIMIT', 0, 100)) do forget(ended) end
forget(hash)
while tonumber(redis.call('HGET', SIZES, '') or 0) + #json > room do
  local first = redis.call('ZRANGE', ORDER, 0, 0)[1]
  if not first then break end
  forget(first)
end
redis.call('SET', BEGINNING .. hash, json, 'PX', ttl)
redis.call('ZADD', ORDER, now + ttl, hash)
redis.call('HSET', SIZES, hash, #json)
redis.call('HINCRBY', SIZES, '', #json)
outlive(ORDER, ttl)
outlive(SIZES, ttl)
for i = 3, #KEYS do
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
  redis.call('ZADD', KEYS[i], now + ttl, tenant .. ' ' .. hash)
  outlive(KEYS[i], ttl)
end
return { 'ok' }
`);

/** KEYS from 3: the lists of what is to go. ARGV[2]: whose, '' for everybody's. */
export const dropResultsScript = plainScript(`${shelf}
for i = 3, #KEYS do
  for _, member in ipairs(redis.call('ZRANGE', KEYS[i], 0, -1)) do
    local tenant, hash = string.match(member, '^(.*) (%S+)$')
    if ARGV[2] == '' or tenant == ARGV[2] then
      forget(hash)
      redis.call('ZREM', KEYS[i], member)
    end
  end
end
return { 'ok' }
`);
