import { script } from './script.ts';

/** Answers the keys of the conversations that are idle the longest. */
export const idleScript = script(`
local before, limit = ARGV[6], ARGV[7]
if is_fenced() then return { 'fenced' } end
return told('ok', unpack(redis.call('ZRANGE', IDLE, '-inf', '(' .. before, 'BYSCORE', 'LIMIT', 0, limit)))
`);

/**
 * A page of all keys there are, from a cursor on. Answers the next cursor; then, of each conversation of the partition that
 * has turns running, the key of those, their number times two, and id and value of each.
 */
export const runningScript = script(`
local cursor, count = ARGV[6], ARGV[7]
if is_fenced() then return { 'fenced' } end
local prefix = string.sub(META, 1, -5) .. 'running/'
local page = redis.call('SCAN', cursor, 'COUNT', count)
local answer = told('ok', page[1])
for _, key in ipairs(page[2]) do
  if string.sub(key, 1, #prefix) == prefix then
    local turns = redis.call('HGETALL', key)
    answer[#answer + 1] = key
    answer[#answer + 1] = tostring(#turns)
    for _, part in ipairs(turns) do answer[#answer + 1] = part end
  end
end
return answer
`);

/** Answers generation, version and epoch, the conversation, and its unpublished turns. */
export const currentScript = script(`
if is_fenced() then return { 'fenced' } end
local stored = redis.call('HMGET', CONVERSATION, 'generation', 'version', 'epoch')
if not stored[2] then return told('unknown') end
return with_snapshot(told('known', stored[1], stored[2], stored[3]))
`);

export const readIdleScript = script(`
if is_fenced() then return { 'fenced' } end
local at = redis.call('ZSCORE', IDLE, CONVERSATION)
if not at or tonumber(at) >= tonumber(ARGV[6]) or redis.call('EXISTS', UNPUBLISHED, RUNNING) > 0 then return told('no') end
return told('yes', redis.call('HGET', CONVERSATION, 'json'))
`);

export const expireScript = script(`
if is_fenced() then return { 'fenced' } end
local version = redis.call('HGET', CONVERSATION, 'version')
if not version then return told('gone') end
if version ~= ARGV[6] or redis.call('EXISTS', UNPUBLISHED, RUNNING) > 0 then return told('there') end
expire(version)
return told('gone')
`);
