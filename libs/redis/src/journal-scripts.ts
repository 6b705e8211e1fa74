import { script } from './script.ts';

export const acceptScript = script(`
local ledger_ttl, journal_ttl, journal_limit, turn_id, traceparent, running = unpack(ARGV)
local generation = redis.call('HGET', META, 'generation')
if not generation then return { 'lost' } end
local turn = redis.call('HMGET', TURN, 'accepted', 'published')
if turn[1] or turn[2] then return { 'ok' } end
redis.call('HSET', TURN, 'accepted', '1', 'traceparent', traceparent)
redis.call('PEXPIRE', TURN, ledger_ttl)
redis.call('HSET', RUNNING, turn_id, string.format('%d', next_number(generation)) .. ' ' .. running)
append(generation, journal_ttl, journal_limit, traceparent, 7)
return { 'ok' }
`);

export const appendScript = script(`
local generation, epoch, ledger_ttl, journal_ttl, journal_limit = unpack(ARGV)
local attempt, first = tonumber(ARGV[6]), tonumber(ARGV[7])
if is_fenced(generation, epoch) then return { 'fenced' } end
local turn = redis.call('HMGET', TURN, 'ended', 'journalAttempt', 'journalNumber', 'traceparent')
local last_attempt = tonumber(turn[2] or 0)
if turn[1] or attempt < last_attempt then return { 'ok' } end
local seen = attempt == last_attempt and tonumber(turn[3] or 0) or 0
local last = first + #ARGV - 8
if last <= seen then return { 'ok' } end
redis.call('HSET', TURN, 'journalAttempt', attempt, 'journalNumber', last)
redis.call('PEXPIRE', TURN, ledger_ttl)
append(generation, journal_ttl, journal_limit, turn[4] or '', 8 + math.max(0, seen + 1 - first))
return { 'ok' }
`);

/** Answers id, trace context and event of each entry after (generation, number), which are '' for the oldest held. */
export const readScript = script(`
local wanted_generation, wanted_number = unpack(ARGV)
local generation = redis.call('HGET', META, 'generation')
if not generation then return { 'lost' } end
local last = redis.call('HMGET', CONVERSATION, 'journalGeneration', 'journalNumber')
local current = last[1] == generation
local from = '-'
if wanted_generation ~= '' then
  local newest = current and tonumber(last[2]) or 0
  local missed = newest - tonumber(wanted_number)
  local held = current and redis.call('XLEN', JOURNAL) or 0
  if wanted_generation ~= generation or missed < 0 or missed > held then return { 'gap' } end
  from = '(' .. generation .. '-' .. wanted_number
end
local answer = { 'entries' }
if not current then return answer end
for _, entry in ipairs(redis.call('XRANGE', JOURNAL, from, '+')) do
  answer[#answer + 1] = entry[1]
  answer[#answer + 1] = entry[2][4]
  answer[#answer + 1] = entry[2][2]
end
return answer
`);
