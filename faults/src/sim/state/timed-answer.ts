import { createHash } from 'node:crypto';

interface Lua {
  readonly source: string;
  readonly sha: string;
}

/** What the script answers, and channel and message of all that it published. */
export type TimedAnswer = readonly [readonly string[], readonly string[]];

/**
 * The run's time, which is the last argument, in place of the server's: TIME tells it, and a key with a time to live is gone
 * when that has passed in the run. What is published is kept for the answer, so that it is heard at a fixed moment.
 */
const before = `
local server, now, rung = redis, tonumber(table.remove(ARGV)), {}
local due = string.match(KEYS[1], '^.-}') .. ':due'
for _, key in ipairs(server.call('ZRANGE', due, '-inf', now, 'BYSCORE')) do
  if server.call('PTTL', key) >= 0 then server.call('DEL', key) end
  server.call('ZREM', due, key)
end
local redis = { call = function(command, key, value, ...)
  if command == 'TIME' then return { tostring(math.floor(now / 1000)), tostring(now % 1000 * 1000) } end
  if command == 'PUBLISH' then
    rung[#rung + 1] = key
    rung[#rung + 1] = value
  end
  if command == 'PEXPIRE' and server.call('EXISTS', key) == 1 then server.call('ZADD', due, now + tonumber(value), key) end
  if value == nil then return server.call(command, key) end
  return server.call(command, key, value, ...)
end }
local function script()
`;
const after = `
end
return { script(), rung }
`;

const known = new Map<string, Lua>();

/** The same script, in the time of a run. */
export function inTime({ sha, source }: Lua): Lua {
  const timed = known.get(sha) ?? withSha(`${before}${source}${after}`);
  known.set(sha, timed);
  return timed;
}

const withSha = (source: string): Lua => ({ source, sha: createHash('sha1').update(source).digest('hex') });

/** Copies all keys under `{ARGV[1]:` to be under `{ARGV[2]:`. */
export const copyKeys = `
for _, key in ipairs(redis.call('KEYS', '{' .. ARGV[1] .. ':*')) do
  redis.call('COPY', key, '{' .. ARGV[2] .. string.sub(key, #ARGV[1] + 2), 'REPLACE')
end
`;

/** Deletes all keys under `{ARGV[1]:`. */
export const deleteKeys = `
for _, key in ipairs(redis.call('KEYS', '{' .. ARGV[1] .. ':*')) do redis.call('DEL', key) end
`;
