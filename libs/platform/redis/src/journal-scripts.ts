import { script } from './script.ts';

export const acceptScript = script(`
local server, ledger_ttl, journal_ttl, journal_limit, turn_id, traceparent, running = unpack(ARGV)
local generation = readable(server)
if not generation then return { 'lost' } end
local turn = redis.call('HMGET', TURN, 'accepted', 'published')
if turn[1] or turn[2] then return { 'ok' } end
redis.call('HSET', TURN, 'accepted', '1', 'traceparent', traceparent)
redis.call('PEXPIRE', TURN, ledger_ttl)
redis.call('HSET', RUNNING, turn_id, string.format('%d', next_number(generation)) .. ' ' .. running)
append(generation, journal_ttl, journal_limit, traceparent, 8)
return { 'ok' }
`);

export const appendScript = script(`
local ledger_ttl, journal_ttl, journal_limit = unpack(ARGV, 6, 8)
local attempt, first = tonumber(ARGV[9]), tonumber(ARGV[10])
if is_fenced() then return { 'fenced' } end
local turn = redis.call('HMGET', TURN, 'ended', 'journalAttempt', 'journalNumber', 'traceparent')
local last_attempt = tonumber(turn[2] or 0)
if turn[1] or attempt < last_attempt then return told('ok') end
local seen = attempt == last_attempt and tonumber(turn[3] or 0) or 0
local last = first + #ARGV - 11
if last <= seen then return told('ok') end
redis.call('HSET', TURN, 'journalAttempt', attempt, 'journalNumber', last)
redis.call('PEXPIRE', TURN, ledger_ttl)
append(ARGV[1], journal_ttl, journal_limit, turn[4] or '', 11 + math.max(0, seen + 1 - first))
return told('ok')
`);

/** Answers the id of the end, then id, trace context and event of each entry after (generation, number), which are '' for the oldest held. */
export const readScript = script(`
local server, wanted_generation, wanted_number = unpack(ARGV)
local generation = readable(server)
if not generation then return { 'lost' } end
local last = redis.call('HMGET', CONVERSATION, 'journalGeneration', 'journalNumber')
local current = last[1] == generation
local floor = redis.call('HGET', META, 'journalFloor') or '0'
local from = '-'
if wanted_generation ~= '' then
  local newest = tonumber(current and last[2] or floor)
  local missed = newest - tonumber(wanted_number)
  local held = current and redis.call('XLEN', JOURNAL) or 0
  if wanted_generation ~= generation or missed < 0 or missed > held then return { 'gap' } end
  from = '(' .. generation .. '-' .. wanted_number
end
local answer = { 'entries', generation .. '-' .. (current and last[2] or floor) }
if not current then return answer end
for _, entry in ipairs(redis.call('XRANGE', JOURNAL, from, '+')) do
  answer[#answer + 1] = entry[1]
  answer[#answer + 1] = entry[2][4]
  answer[#answer + 1] = entry[2][2]
end
return answer
`);
