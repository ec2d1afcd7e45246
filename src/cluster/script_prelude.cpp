#include "cluster/scripts.hpp"

namespace mss::cluster::script {

// The moves here are those of tasks/task_row.cpp that have to happen while nobody else looks; whatever can be decided
// before (the ending of an attempt, a revival) is decided there and only written by scripts.
const std::string_view kPrelude = R"lua(
local waits = {scheduled = true, ready = true, retry_wait = true, blocked = true}
local final = {succeeded = true, dead = true, cancelled = true, expired = true}

local function list_key(queue, step)
  if step == 0 then return ctx.prefix .. queue end
  return ctx.prefix .. queue .. ctx.sep .. int(step)
end

-- As kombu chooses: the largest step that is not above the priority, else the last.
local function list_of(r)
  local chosen = ctx.steps[#ctx.steps]
  for _, step in ipairs(ctx.steps) do
    if step <= tonumber(r.priority) then chosen = step end
  end
  if ctx.steps[1] > tonumber(r.priority) then chosen = ctx.steps[#ctx.steps] end
  return list_key(r.queue, chosen)
end

-- An entry of the log of all tasks, and what stands for it in that of the task itself: a field of its record, which
-- begins with '#', and its value.
local function entry(id, kind, data)
  local n = next_number('event')
  local count = #entries
  entries[count + 1], entries[count + 2], entries[count + 3], entries[count + 4] = id, kind, data, now_text
  last_entry = n
  if count >= 396 then write_entries() end
  changed = true
  return '#' .. int(n), now_text .. ' ' .. kind .. ' ' .. data
end

local function log(id, kind, data)
  local field, text = entry(id, kind, data)
  later(hashes, our_key['task:' .. id], field, text)
  return field
end

local function state_data(state) return '{"state":"' .. state .. '"}' end

-- What a record has that does not say otherwise.
local usual = {__index = {owner = '', priority = '0', attempt = '0', crashes = '0', interruptions = '0', worker = '',
                          cancel = '0', not_before = '', expires = '', message = '', arguments = ''}}
local loaded = {}

local function load(id)
  local r = loaded[id]
  if r ~= nil then return r or nil end
  local flat = redis.call('HGETALL', our_key['task:' .. id])
  if #flat == 0 then
    loaded[id] = false
    return nil
  end
  r = setmetatable({id = id}, usual)
  for i = 1, #flat, 2 do
    local name = flat[i]
    if string.byte(name) ~= 35 then r[name] = flat[i + 1] end
  end
  loaded[id] = r
  return r
end

local function put(r, fields)
  local key = our_key['task:' .. r.id]
  local record = hashes[key]
  if not record then
    record = {}
    hashes[key] = record
  end
  for name, value in pairs(fields) do
    r[name] = value
    record[name] = value
  end
end

local function drop_field(r, name)
  if rawget(r, name) ~= nil then
    r[name] = nil
    later(hashes, our_key['task:' .. r.id], name, false)
  end
end

local function count(state, queue, number)
  local field = state .. ' ' .. queue
  added[field] = (added[field] or 0) + number
end

local function enter(r)
  later(sorted, state_key[r.state], r.id, r.seq)
  count(r.state, r.queue, 1)
  if final[r.state] then later(sorted, our_key.finished, r.id, now_text) end
  if r.state == 'running' then later(sets, running_key[r.name], r.id, true) end
  if r.expires ~= '' and waits[r.state] then later(sorted, our_key.expiring, r.id, r.expires) end
end

local function exit(r)
  later(sorted, state_key[r.state], r.id, false)
  count(r.state, r.queue, -1)
  if final[r.state] then later(sorted, our_key.finished, r.id, false) end
  if r.state == 'running' then later(sets, running_key[r.name], r.id, false) end
  if r.expires ~= '' then later(sorted, our_key.expiring, r.id, false) end
end

-- One that is in no state yet enters its first one.
local function move(r, to, fields)
  if r.state then exit(r) end
  fields.state = to
  if final[to] then fields.finished = now_text end
  put(r, fields)
  enter(r)
end

-- A record that is new, with its fields but for seq and state.
local function create(id, fields)
  local r = setmetatable({id = id}, usual)
  fields.seq = int(next_number('seq'))
  put(r, fields)
  loaded[id] = r
  later(sorted, our_key.tasks, id, r.seq)
  if r.owner ~= '' then later(sorted, P .. 'owner:' .. r.owner, id, r.seq) end
  later(sets, our_key.queues, r.queue, true)
  return r
end

local function erase(r)
  exit(r)
  later(sorted, our_key.tasks, r.id, false)
  if r.owner ~= '' then later(sorted, P .. 'owner:' .. r.owner, r.id, false) end
  hashes[our_key['task:' .. r.id]] = nil
  redis.call('DEL', P .. 'task:' .. r.id, P .. 'reports:' .. r.id)
  loaded[r.id] = false
end

-- [envelope, exchange, routing key], around the envelope's text as it came; and whether message_in() finds it again.
local function unacked_value(raw, envelope)
  local info = envelope.properties.delivery_info
  local exchange, key = '', ''
  if type(info) == 'table' then
    if type(info.exchange) == 'string' then exchange = info.exchange end
    if type(info.routing_key) == 'string' then key = info.routing_key end
  end
  return '[' .. raw .. ', ' .. cjson.encode(exchange) .. ', ' .. cjson.encode(key) .. ']',
         not string.find(exchange .. key, '[%c"\\/\127]')
end

local function message_in(value) return string.match(value, '^%[(.*), "[^"]*", "[^"]*"%]$') end

-- A message that waits for its time: where a Python worker would hold it, restored by one if we are all gone.
local function park(r, due)
  later(sorted, our_key.delayed, r.id, int(due))
  later(hashes, ctx.unacked, r.tag, (unacked_value(r.message, cjson.decode(r.message))))
  later(sorted, ctx.index, r.tag, string.format('%.3f', due / 1000))
end

-- False where somebody else has restored it, so that it lies in its list already.
local function unpark(r)
  later(sorted, our_key.delayed, r.id, false)
  later(sorted, ctx.index, r.tag, false)
  write_key(hashes, ctx.unacked)
  return redis.call('HDEL', ctx.unacked, r.tag) == 1
end

local function withdraw(r)
  if r.state == 'ready' then
    redis.call('LREM', list_of(r), -1, r.message)
  else
    unpark(r)
  end
end

local function let_go(r)
  later(hashes, held_key[r.worker], r.tag, false)
  later(sorted, ctx.index, r.tag, false)
end

-- The message of one that runs, which nobody holds any more. A record that came with its message has none of its own
-- meanwhile, and gets it back. Nothing where somebody else has restored it, so that it lies in its list already.
local function release(r)
  let_go(r)
  write_key(hashes, ctx.unacked)
  local value = redis.call('HGET', ctx.unacked, r.tag)
  if not value then return nil end
  redis.call('HDEL', ctx.unacked, r.tag)
  if r.message == '' then put(r, {message = message_in(value)}) end
  return r.message
end

local expiry = ctx.expiry > 0 and {'EX', int(ctx.expiry)} or {}

-- As Celery's backend: a success is never overwritten.
local function store_result(id, text)
  local key = ctx.meta .. id
  if not redis.call('SET', key, text, 'NX', unpack(expiry)) then
    local done = '{"status": "SUCCESS"'
    if redis.call('GETRANGE', key, 0, #done - 1) == done then return end
    redis.call('SET', key, text, unpack(expiry))
  end
  redis.call('PUBLISH', key, text)
end

local function result_from(template, r)
  local text = string.gsub(template, '"%%ID%%"', function() return cjson.encode(r.id) end)
  return (string.gsub(text, '"%%NAME%%"', function() return cjson.encode(r.name) end))
end

-- What is sent with the end of a task: chords that begin, messages, and results of others.
local function publish(item)
  for _, chord in ipairs(item.chords or {}) do
    redis.call('SET', chord[1], int(chord[2]))
    if ctx.expiry > 0 then redis.call('EXPIRE', chord[1], ctx.expiry) end
    redis.call('DEL', chord[3])
  end
  for _, follower in ipairs(item.followers or {}) do redis.call('LPUSH', follower[1], follower[2]) end
  for _, meta in ipairs(item.metas or {}) do store_result(meta[1], meta[2]) end
end

-- The parts of a chord that this one would complete, if its caller has not seen them yet; else it is counted.
local function count_part(chord)
  if redis.call('GET', chord.claim) == 'done' then return nil end
  local size = redis.call('GET', chord.size)
  local before = redis.call('ZSCORE', chord.results, chord.part)
  redis.call('ZADD', chord.results, chord.place, chord.part)
  local parts = redis.call('ZCARD', chord.results)
  if size and parts >= tonumber(size) + tonumber(redis.call('GET', chord.added) or 0) then
    if chord.seen ~= parts then
      local all = redis.call('ZRANGE', chord.results, 0, -1)
      if not before then redis.call('ZREM', chord.results, chord.part) end
      return all
    end
    redis.call('DEL', chord.results, chord.added, chord.size, chord.done)
    redis.call('SET', chord.claim, 'done', 'EX', 300)
    return nil
  end
  redis.call('SADD', chord.done, chord.member)
  if ctx.expiry > 0 then
    for _, key in ipairs({chord.results, chord.size, chord.done}) do redis.call('EXPIRE', key, ctx.expiry) end
  end
  return nil
end

-- Of one that ended here: where it is part of a chord, nobody has counted it yet (kCountPart does).
local function leave_uncounted(r)
  local ok, envelope = pcall(cjson.decode, r.message)
  if ok and type(envelope) == 'table' and type(envelope.headers) == 'table' and
     type(envelope.headers.group) == 'string' then
    later(sorted, our_key.uncounted, r.id, now_text)
  end
end

local function interrupt(r, kind)
  local message = release(r)
  local attempt = '","attempt":' .. r.attempt .. '}'
  if r.cancel == '1' then
    move(r, 'cancelled', {worker = ''})
    log(r.id, 'cancelled', '{"state":"cancelled' .. attempt)
    store_result(r.id, result_from(ctx.revoked, r))
    leave_uncounted(r)
    return
  end
  move(r, 'ready', {worker = '', not_before = '', ready_since = now_text,
                    interruptions = int(tonumber(r.interruptions) + 1)})
  if message then redis.call('RPUSH', list_of(r), message) end
  log(r.id, kind, '{"state":"ready' .. attempt)
end

-- All that a worker holds, so that what it had first is next again.
local function release_all(worker, kind)
  local held = redis.call('HGETALL', P .. 'held:' .. worker)
  local rows = {}
  for i = 1, #held, 2 do
    local r = load(string.match(held[i + 1], '^%d+ (.*)$'))
    if r and r.state == 'running' and r.worker == worker and r.tag == held[i] then rows[#rows + 1] = r end
  end
  table.sort(rows, function(a, b) return tonumber(a.started_n) > tonumber(b.started_n) end)
  for _, r in ipairs(rows) do interrupt(r, kind) end
  redis.call('DEL', P .. 'held:' .. worker)
  return #rows
end

-- As kombu chooses queues: the routing key's own for messages that went to no exchange, else the first bound one.
local function queue_for(exchange, key)
  if exchange == '' then return key end
  for _, member in ipairs(redis.call('SMEMBERS', ctx.prefix .. '_kombu.binding.' .. exchange)) do
    local first = string.find(member, ctx.sep, 1, true)
    local second = first and string.find(member, ctx.sep, first + #ctx.sep, true)
    if second and string.sub(member, 1, first - 1) == key then return string.sub(member, second + #ctx.sep) end
  end
  return key
end

-- What a Python worker took and never acknowledged, as another Python worker would restore it, but with its bytes as
-- they were. What we hold is renewed, so it never is that old; what we lost is ours to recover.
local function restore_forgotten()
  local line = string.format('%.3f', now / 1000 - req.visibility)
  local restored = 0
  for _, tag in ipairs(redis.call('ZRANGEBYSCORE', ctx.index, '-inf', line, 'LIMIT', 0, 16)) do
    local value = redis.call('HGET', ctx.unacked, tag)
    redis.call('ZREM', ctx.index, tag)
    redis.call('HDEL', ctx.unacked, tag)
    local raw = value and message_in(value)
    local ok, parts = pcall(cjson.decode, value or '')
    if raw and ok and type(parts[1]) == 'table' and type(parts[1].properties) == 'table' then
      local priority = tonumber(parts[1].properties.priority) or 0
      redis.call('RPUSH', list_of({queue = queue_for(parts[2], parts[3]), priority = priority}), raw)
      restored = restored + 1
      changed = true
    elseif value then
      redis.call('LPUSH', P .. 'garbage', value)
      redis.call('LTRIM', P .. 'garbage', 0, 999)
    end
  end
  return restored
end

local function recover()
  local freed = 0
  local lapsed = redis.call('ZRANGEBYSCORE', P .. 'workers', '-inf', int(uptime), 'LIMIT', 0, 100)
  for _, worker in ipairs(lapsed) do
    freed = freed + release_all(worker, 'recovered')
    redis.call('ZREM', P .. 'workers', worker)
    redis.call('HDEL', P .. 'cards', worker)
  end
  restore_forgotten()
  return freed
end

local function is_live(worker)
  local till = redis.call('ZSCORE', P .. 'workers', worker)
  return till and tonumber(till) > uptime
end
)lua";

}  // namespace mss::cluster::script
