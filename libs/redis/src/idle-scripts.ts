import { script } from './script.ts';

/** Answers the keys of the conversations that are idle the longest. */
export const idleScript = script(`
local before, limit = ARGV[6], ARGV[7]
if is_fenced() then return { 'fenced' } end
return told('ok', unpack(redis.call('ZRANGE', IDLE, '-inf', '(' .. before, 'BYSCORE', 'LIMIT', 0, limit)))
`);

/** Answers generation, version and epoch, the conversation, and its unpublished turns. */
export const standingScript = script(`
if is_fenced() then return { 'fenced' } end
local stored = redis.call('HMGET', CONVERSATION, 'generation', 'version', 'epoch')
if not stored[2] then return told('unknown') end
return with_snapshot(told('known', stored[1], stored[2], stored[3]))
`);

export const restingScript = script(`
if is_fenced() then return { 'fenced' } end
local at = redis.call('ZSCORE', IDLE, CONVERSATION)
if not at or tonumber(at) >= tonumber(ARGV[6]) or redis.call('EXISTS', UNPUBLISHED, RUNNING) > 0 then return told('no') end
return told('yes', redis.call('HGET', CONVERSATION, 'json'))
`);

export const forgetScript = script(`
if is_fenced() then return { 'fenced' } end
local version = redis.call('HGET', CONVERSATION, 'version')
if not version then return told('gone') end
if version ~= ARGV[6] or redis.call('EXISTS', UNPUBLISHED, RUNNING) > 0 then return told('there') end
forget(version)
return told('gone')
`);
