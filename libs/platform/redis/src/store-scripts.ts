import { script } from './script.ts';

/** About the store as a whole: over how many partitions its conversations are spread, `''` if nobody has said. */
export const partitionsScript = script(`
return { redis.call('HGET', META, 'partitions') or '' }
`);

/** The same, and says it if nobody has. */
export const spreadScript = script(`
redis.call('HSETNX', META, 'partitions', ARGV[1])
return { redis.call('HGET', META, 'partitions') }
`);

/**
 * Answers after the writes: generation, epoch, both positions, and '1' if the store may have gone back; `other` and a number if
 * the partition is one of so many, and not of ARGV[6]. ARGV[7]: the highest generation that the log has.
 */
export const claimScript = script(`
local owner, server, now = unpack(ARGV)
local seen_generation, seen_writes, partitions = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local known = tonumber(ARGV[7])
local meta = redis.call('HMGET', META, 'generation', 'server', 'behind', 'writes', 'conversations', 'replies', 'partitions')
local generation = tonumber(meta[1])
if not generation then return told('lost') end
if meta[7] and meta[7] ~= partitions then return told('other', meta[7]) end
local back = meta[2] ~= server or meta[3] or generation < seen_generation or generation < known
if generation == seen_generation and tonumber(meta[4] or 0) < seen_writes then back = true end
if back then
  generation = math.max(generation + 1, seen_generation + 1, known + 1, tonumber(now))
  redis.call('HSET', META, 'generation', generation, 'behind', '1')
end
redis.call('HSET', META, 'owner', owner, 'server', server, 'partitions', partitions)
local epoch = redis.call('HINCRBY', META, 'epoch', 1)
count_write()
local replies = meta[6] or '0'
local open = redis.call('ZRANGE', OPEN, 0, 0, 'WITHSCORES')[2]
if open and tonumber(open) < tonumber(replies) then replies = open end
local number = '%d'
return told('claimed', number:format(generation), number:format(epoch), meta[5] or '0', replies, back and '1' or '')
`);

export const checkScript = script(`
return is_fenced() and { 'fenced' } or told('ok')
`);

/** Names of runs are kept a line each. */
const names = `
local function without(names, name)
  local kept = {}
  for one in (names or ''):gmatch('[^\\n]+') do
    if one ~= name then kept[#kept + 1] = one end
  end
  return kept
end
`;

/** ARGV 8 and 9: with how many abandoned attempts it is a suspect, from and below; `''` for never, and for no bound. */
export const beginScript = script(`
${names}
local ledger_ttl, run = ARGV[6], ARGV[7]
local from, below = tonumber(ARGV[8]), tonumber(ARGV[9])
if is_fenced() then return { 'fenced' } end
local turn = redis.call('HMGET', TURN, 'reply', 'published', 'run', 'attempt', 'abandonedBy', 'cancelled', 'spent', 'markedIn', 'settled')
if turn[1] then
  redis.call('PEXPIRE', TURN, ledger_ttl)
  return with_snapshot(told('answered', turn[1], turn[2] or '', turn[9] or ''))
end
local attempt = tonumber(turn[4] or 0)
-- A store that went back does not know what was given back, or who else broke off: marks count within a generation.
local marked = turn[8] == ARGV[1]
local broken_off = marked and without(turn[5], run) or {}
if marked and turn[3] and turn[3] ~= run then broken_off[#broken_off + 1] = turn[3] end
local abandoned = #broken_off
if from and abandoned >= from and not (below and abandoned >= below) then
  if turn[3] == run then redis.call('HDEL', TURN, 'run') end
  redis.call('PEXPIRE', TURN, ledger_ttl)
  return told('suspect')
end
if turn[3] ~= run or not marked then
  if turn[3] ~= run then attempt = attempt + 1 end
  redis.call('HSET', TURN, 'run', run, 'attempt', attempt, 'abandonedBy', table.concat(broken_off, '\\n'), 'markedIn', ARGV[1])
end
redis.call('PEXPIRE', TURN, ledger_ttl)
local json = redis.call('HGET', CONVERSATION, 'json') or redis.call('HGET', META, 'floor') or ''
return told('fresh', json, string.format('%d', attempt), string.format('%d', abandoned), turn[6] or '', turn[7] or '')
`);

const spend = `
local function note_spending(lines)
  if lines == '' then return end
  local before = redis.call('HGET', TURN, 'spent')
  redis.call('HSET', TURN, 'spent', before and (before .. '\\n' .. lines) or lines)
end
`;

/** ARGV 7: lines of model calls, as one text. */
export const noteSpendingScript = script(`
${spend}
local ledger_ttl, lines = ARGV[6], ARGV[7]
if is_fenced() or redis.call('HEXISTS', TURN, 'reply') == 1 then return { 'fenced' } end
note_spending(lines)
redis.call('PEXPIRE', TURN, ledger_ttl)
return told('ok')
`);

/** ARGV 8: lines of model calls, as one text. */
export const releaseScript = script(`
${names}
${spend}
local fenced, run = is_fenced(), ARGV[6]
local is_there = redis.call('EXISTS', META) == 1
local turn = redis.call('HMGET', TURN, 'run', 'abandonedBy')
local kept = without(turn[2], run)
-- Its own attempt, which nobody has followed with another: whoever owns the partition by now.
if turn[1] == run and is_there then
  redis.call('HDEL', TURN, 'run')
  note_spending(ARGV[8])
  redis.call('PEXPIRE', TURN, ARGV[7])
  if fenced then count_write() end
  return told('ok')
end
-- One that others have followed is not held against the turn any more.
if is_there and #kept < #without(turn[2], '') then
  redis.call('HSET', TURN, 'abandonedBy', table.concat(kept, '\\n'))
  if fenced then count_write() end
end
if fenced then return { 'fenced' } end
return told('ok')
`);

/**
 * ARGV from 12 on is turn id and reply, of the turns whose keys are KEYS from 8 on; without any the conversation is amended.
 * The last is the owner.
 */
export const commitScript = script(`
local ledger_ttl, based_on, version, json, now, timer = unpack(ARGV, 6, 11)
if is_fenced() then return { 'fenced' } end
local known, other = 0, false
for i = 8, #KEYS do
  local reply = redis.call('HGET', KEYS[i], 'reply')
  if reply then known = known + 1 end
  if reply and reply ~= ARGV[2 * i - 3] then other = true end
end
local all_known = known > 0 and known == #KEYS - 7
if other or (known > 0 and not all_known) then return told('conflict') end
if not all_known then
  local stored = redis.call('HGET', CONVERSATION, 'version')
  if stored and stored ~= based_on then return told('conflict') end
  -- The floor may have risen since the turn began.
  if not stored and tonumber(based_on) > tonumber(redis.call('HGET', META, 'floor') or 0) then return told('conflict') end
  redis.call('HSET', CONVERSATION, 'version', version, 'generation', ARGV[1], 'epoch', ARGV[2], 'json', json)
  redis.call('HSET', CONVERSATION, 'owner', ARGV[#ARGV])
  redis.call('ZADD', IDLE, now, CONVERSATION)
  arm(timer)
  local position = redis.call('HGET', META, 'replies') or '0'
  for i = 8, #KEYS do
    local turn_id, reply = ARGV[2 * i - 4], ARGV[2 * i - 3]
    redis.call('HSET', KEYS[i], 'reply', reply)
    redis.call('HDEL', KEYS[i], 'spent')
    redis.call('HSET', UNPUBLISHED, turn_id, reply)
    redis.call('ZADD', OPEN, position, KEYS[i])
  end
end
for i = 8, #KEYS do redis.call('PEXPIRE', KEYS[i], ledger_ttl) end
return with_snapshot(told('committed'))
`);

/**
 * ARGV from 11 on is turn id, reply, the reply in whose place that comes, and what takes back what the journal was told, of the
 * turns whose keys are KEYS from 8 on.
 */
export const abridgeScript = script(`
local ledger_ttl, journal_ttl, journal_limit, version, json = unpack(ARGV, 6, 10)
if is_fenced() then return { 'fenced' } end
if redis.call('HGET', CONVERSATION, 'version') ~= version then return told('conflict') end
for i = 8, #KEYS do
  local from = 4 * i - 21
  local turn = redis.call('HMGET', KEYS[i], 'reply', 'published')
  if turn[2] or (turn[1] ~= ARGV[from + 1] and turn[1] ~= ARGV[from + 2]) then return told('conflict') end
end
redis.call('HSET', CONVERSATION, 'generation', ARGV[1], 'epoch', ARGV[2], 'json', json)
for i = 8, #KEYS do
  local from = 4 * i - 21
  local turn = redis.call('HMGET', KEYS[i], 'reply', 'journalNumber', 'traceparent')
  if turn[1] ~= ARGV[from + 1] then
    redis.call('HSET', KEYS[i], 'reply', ARGV[from + 1])
    redis.call('HSET', UNPUBLISHED, ARGV[from], ARGV[from + 1])
    if tonumber(turn[2] or 0) > 0 then append(ARGV[1], journal_ttl, journal_limit, turn[3] or '', from + 3, from + 3) end
  end
  redis.call('PEXPIRE', KEYS[i], ledger_ttl)
end
return with_snapshot(told('committed'))
`);

export const confirmScript = script(`
if is_fenced() then return { 'fenced' } end
return told(redis.call('HGET', TURN, 'reply') == ARGV[6] and 'known' or 'unknown')
`);

export const settleScript = script(`
local ledger_ttl, journal_ttl, journal_limit, turn_id, conversations, replies = unpack(ARGV, 6, 11)
if is_fenced() then return { 'fenced' } end
local turn = redis.call('HMGET', TURN, 'reply', 'ended', 'traceparent')
if not turn[1] then return { 'fenced' } end
redis.call('HSET', TURN, 'published', '1', 'settled', '1', 'ended', '1')
redis.call('PEXPIRE', TURN, ledger_ttl)
redis.call('HDEL', UNPUBLISHED, turn_id)
redis.call('HDEL', RUNNING, turn_id)
redis.call('ZREM', OPEN, TURN)
note_positions(conversations, replies)
if not turn[2] then append(ARGV[1], journal_ttl, journal_limit, turn[3] or '', 12) end
return told('ok')
`);
