import { nowInRedis as now, plainScript } from './script.ts';

/** Their key is one hash, worker → `EXPIRES REPORT`. */
export const publishReportScript = plainScript(`${now}
local worker, ttl, report = unpack(ARGV)
redis.call('HSET', KEYS[1], worker, string.format('%.0f ', now + ttl) .. report)
return { 'ok' }
`);

/** Answers the reports that have not expired, and takes out those that have. */
export const readReportsScript = plainScript(`${now}
local answer = { 'ok' }
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local expires, report = string.match(all[i + 1], '^(%d+) (.*)$')
  if expires and tonumber(expires) > now then answer[#answer + 1] = report
  else redis.call('HDEL', KEYS[1], all[i]) end
end
return answer
`);

export const withdrawReportScript = plainScript(`
redis.call('HDEL', KEYS[1], ARGV[1])
return { 'ok' }
`);

export const readChoicesScript = plainScript(`
return { 'ok', unpack(redis.call('HGETALL', KEYS[1])) }
`);

export const chooseScript = plainScript(`
if ARGV[2] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return { 'ok' }
`);
