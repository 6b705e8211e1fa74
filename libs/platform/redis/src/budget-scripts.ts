import { createHash } from 'node:crypto';
import type { Script } from './script.ts';

/**
 * A book is one hash: `s/PURSE` spent and `r/PURSE` reserved, whole trillionths of a dollar; `c/CALL` what is reserved for a
 * call, as `AMOUNT PURSES…`; `l/CALL` one that was charged late.
 */
function plain(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/** ARGV: milliseconds to live, call, amount, then name and limit of each purse. Answers `1` if it fits, then spent and reserved of each. */
export const reserveScript = plain(`
local ttl, call, amount = unpack(ARGV)
local fits = true
if redis.call('HEXISTS', KEYS[1], 'c/' .. call) == 0 then
  for i = 4, #ARGV, 2 do
    local known = redis.call('HMGET', KEYS[1], 's/' .. ARGV[i], 'r/' .. ARGV[i])
    if tonumber(known[1] or 0) + tonumber(known[2] or 0) + tonumber(amount) > tonumber(ARGV[i + 1]) then fits = false end
  end
  if fits then
    local held = amount
    for i = 4, #ARGV, 2 do
      redis.call('HINCRBY', KEYS[1], 'r/' .. ARGV[i], amount)
      held = held .. '\\n' .. ARGV[i]
    end
    redis.call('HSET', KEYS[1], 'c/' .. call, held)
    redis.call('PEXPIRE', KEYS[1], ttl)
  end
end
local answer = { 'ok', fits and '1' or '' }
for i = 4, #ARGV, 2 do
  local known = redis.call('HMGET', KEYS[1], 's/' .. ARGV[i], 'r/' .. ARGV[i])
  answer[#answer + 1] = known[1] or '0'
  answer[#answer + 1] = known[2] or '0'
end
return answer
`);

/** ARGV: milliseconds to live, then call, cost, and the purses to charge late, line by line, of each settlement. */
export const settleBudgetScript = plain(`
for i = 2, #ARGV, 3 do
  local call, cost, late = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local held = redis.call('HGET', KEYS[1], 'c/' .. call)
  if held then
    local amount, purses = string.match(held, '^(%d+)\\n(.*)$')
    for purse in string.gmatch(purses, '[^\\n]+') do
      redis.call('HINCRBY', KEYS[1], 'r/' .. purse, '-' .. amount)
      redis.call('HINCRBY', KEYS[1], 's/' .. purse, cost)
    end
    redis.call('HDEL', KEYS[1], 'c/' .. call)
  elseif late ~= '' and redis.call('HSETNX', KEYS[1], 'l/' .. call, '1') == 1 then
    for purse in string.gmatch(late, '[^\\n]+') do redis.call('HINCRBY', KEYS[1], 's/' .. purse, cost) end
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
  end
end
return { 'ok' }
`);
