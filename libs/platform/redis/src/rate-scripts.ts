import { sliceMs, slicesCounted, windowMs } from '@turnfleet/admission';
import { nowInRedis, plainScript } from './script.ts';

/**
 * Each key is one hash, slice → requests, as in `SlicedWindow`. ARGV: the limit of each. Answers `GRANTED LEFT MORE_IN` of each;
 * counts in all or in none.
 */
export const takeRateScript = plainScript(`${nowInRedis}
local slice = math.floor(now / ${sliceMs})
local answer, all = { 'ok' }, true
for i = 1, #KEYS do
  local limit, used, slices = tonumber(ARGV[i]), 0, {}
  local fields = redis.call('HGETALL', KEYS[i])
  for j = 1, #fields, 2 do
    local at, count = tonumber(fields[j]), tonumber(fields[j + 1])
    if at + ${slicesCounted} <= slice then redis.call('HDEL', KEYS[i], fields[j])
    else
      slices[#slices + 1] = { at, count }
      used = used + count
    end
  end
  table.sort(slices, function(a, b) return a[1] < b[1] end)
  local over, more_in = math.max(1, used - limit + 1), ${windowMs}
  for _, one in ipairs(slices) do
    over = over - one[2]
    if over <= 0 then
      more_in = (one[1] + ${slicesCounted}) * ${sliceMs} - now
      break
    end
  end
  local granted = used < limit
  all = all and granted
  local left = math.max(0, limit - used - 1)
  answer[#answer + 1] = string.format('%d %.0f %.0f', granted and 1 or 0, left, more_in)
end
if all then
  for i = 1, #KEYS do
    redis.call('HINCRBY', KEYS[i], slice, 1)
    redis.call('PEXPIRE', KEYS[i], ${(slicesCounted + 1) * sliceMs})
  end
end
return answer
`);
