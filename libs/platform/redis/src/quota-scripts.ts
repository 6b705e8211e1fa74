import { nowInRedis, plainScript } from './script.ts';

/**
 * Their key is one hash, second → `REQUESTS TOKENS`. A second counts until all of it is a minute old, as in `MinuteWindow`,
 * so no 60 seconds see more than the limit.
 */
const window = `${nowInRedis}
local counted = 61
local second = math.floor(now / 1000)

local function read(at)
  local requests, tokens = string.match(redis.call('HGET', KEYS[1], at) or '0 0', '^(-?%d+) (-?%d+)$')
  return tonumber(requests), tonumber(tokens)
end

local function count(at, requests, tokens)
  local had_requests, had_tokens = read(at)
  redis.call('HSET', KEYS[1], at, string.format('%.0f %.0f', had_requests + requests, had_tokens + tokens))
  redis.call('PEXPIRE', KEYS[1], (counted + 1) * 1000)
end
`;

/** ARGV: requests and tokens asked for, and how many of each a minute takes, '' for any number. */
export const takeQuotaScript = plainScript(`${window}
local slices, used = {}, { 0, 0 }
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local at = tonumber(field)
  if at + counted <= second then redis.call('HDEL', KEYS[1], field)
  else
    local requests, tokens = read(field)
    slices[#slices + 1] = { at, requests, tokens }
    used = { used[1] + requests, used[2] + tokens }
  end
end
table.sort(slices, function(a, b) return a[1] < b[1] end)

-- Milliseconds until the oldest have made room; -1: they never do.
local function wait_for(kind)
  local limit = tonumber(ARGV[kind + 2])
  if not limit then return 0 end
  local over = used[kind] + ARGV[kind] - limit
  if over <= 0 then return 0 end
  for _, slice in ipairs(slices) do
    over = over - slice[kind + 1]
    if over <= 0 then return (slice[1] + counted) * 1000 - now end
  end
  return -1
end

local waits = { wait_for(1), wait_for(2) }
for kind = 1, 2 do
  if waits[kind] == -1 then return { 'held', kind == 1 and 'requests' or 'tokens', '-1' } end
end
if waits[1] > 0 or waits[2] > 0 then
  local by = waits[1] >= waits[2] and 1 or 2
  return { 'held', by == 1 and 'requests' or 'tokens', string.format('%.0f', waits[by]) }
end
count(second, ARGV[1], ARGV[2])
return { 'granted', string.format('%.0f', second) }
`);

/** ARGV: requests, tokens, and the second to count them at, '' for now. */
export const addQuotaScript = plainScript(`${window}
local at = tonumber(ARGV[3]) or second
if ARGV[3] == '' or redis.call('HEXISTS', KEYS[1], at) == 1 then count(at, ARGV[1], ARGV[2]) end
return { 'ok' }
`);
