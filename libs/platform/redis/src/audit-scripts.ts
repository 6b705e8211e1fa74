import { script } from './script.ts';

/** Answers generation, epoch, both positions, '1' if readers may look, and the keys of the open turns. */
export const auditPartitionScript = script(`
local meta = redis.call('HMGET', META, 'generation', 'epoch', 'conversations', 'replies')
if not meta[1] then return { 'lost' } end
local open = redis.call('ZRANGE', OPEN, 0, -1, 'WITHSCORES')
local replies = meta[4] or '0'
if open[2] and tonumber(open[2]) < tonumber(replies) then replies = open[2] end
local answer = { 'known', meta[1], meta[2], meta[3] or '0', replies, readable(ARGV[1]) and '1' or '' }
for i = 1, #open, 2 do answer[#answer + 1] = open[i] end
return answer
`);

/** Answers the conversation's rank, and of each turn whose key is one of KEYS from 8 on its reply, or '', and '1' if it is published. */
export const auditConversationScript = script(`
local rank = redis.call('HMGET', CONVERSATION, 'version', 'generation', 'epoch')
local answer = { 'known', rank[1] or '0', rank[2] or '0', rank[3] or '0' }
for i = 8, #KEYS do
  local turn = redis.call('HMGET', KEYS[i], 'reply', 'published')
  answer[#answer + 1] = turn[1] or ''
  answer[#answer + 1] = turn[2] or ''
end
return answer
`);

export const distrustScript = script(`
if redis.call('HEXISTS', META, 'generation') == 0 then return { 'lost' } end
redis.call('HSET', META, 'server', '', 'conversations', 0, 'replies', 0)
return { 'ok' }
`);
