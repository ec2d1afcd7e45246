#include "cluster/scripts.hpp"

namespace mss::cluster::script {

// The moves here are those of tasks/task_row.cpp that have to happen while nobody else looks; whatever can be decided
// before (the ending of an attempt, a revival) is decided there and only written by scripts.
const std::string_view kPrelude = R"lua(
local ctx = cjson.decode(ARGV[1])
local req = cjson.decode(ARGV[2])
local P = ctx.prefix .. 'mss:'
local now, uptime = ctx.now, ctx.uptime
if not now then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
  uptime = now
end
local changed = false
local waits = {scheduled = true, ready = true, retry_wait = true, blocked = true}
local final = {succeeded = true, dead = true, cancelled = true, expired = true}

local function int(n) return string.format('%.0f', n) end

local function answer(...)
  if changed then redis.call('PUBLISH', P .. 'wake', ctx.self) end
  return {changed and 1 or 0, int(now), ...}
end

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

local function log(id, kind, data)
  local n = int(redis.call('INCR', P .. 'event'))
  redis.call('XADD', P .. 'events', 'MAXLEN', '~', ctx.events, n .. '-0', 't', id, 'k', kind, 'd', data, 'a', int(now))
  redis.call('XADD', P .. 'log:' .. id, 'MAXLEN', '~', 1000, n .. '-0', 'k', kind, 'd', data, 'a', int(now))
  changed = true
  return n
end

local function state_data(state) return '{"state":"' .. state .. '"}' end

local function load(id)
  local flat = redis.call('HGETALL', P .. 'task:' .. id)
  if #flat == 0 then return nil end
  local r = {id = id}
  for i = 1, #flat, 2 do r[flat[i]] = flat[i + 1] end
  return r
end

local function put(r, fields)
  local flat = {}
  for name, value in pairs(fields) do
    r[name] = value
    flat[#flat + 1] = name
    flat[#flat + 1] = value
  end
  redis.call('HSET', P .. 'task:' .. r.id, unpack(flat))
end

local function enter(r)
  redis.call('ZADD', P .. 'state:' .. r.state, r.seq, r.id)
  redis.call('HINCRBY', P .. 'counts', r.state .. ' ' .. r.queue, 1)
  if final[r.state] then redis.call('ZADD', P .. 'finished', int(now), r.id) end
  if r.state == 'running' then redis.call('SADD', P .. 'running:' .. r.name, r.id) end
  if r.expires ~= '' and waits[r.state] then redis.call('ZADD', P .. 'expiring', r.expires, r.id) end
end

local function exit(r)
  redis.call('ZREM', P .. 'state:' .. r.state, r.id)
  redis.call('HINCRBY', P .. 'counts', r.state .. ' ' .. r.queue, -1)
  if final[r.state] then redis.call('ZREM', P .. 'finished', r.id) end
  if r.state == 'running' then redis.call('SREM', P .. 'running:' .. r.name, r.id) end
  if r.expires ~= '' then redis.call('ZREM', P .. 'expiring', r.id) end
end

local function move(r, to, fields)
  exit(r)
  fields.state = to
  if final[to] then fields.finished = int(now) end
  put(r, fields)
  enter(r)
end

-- A record that is new: its fields but for seq.
local function create(r)
  r.seq = int(redis.call('INCR', P .. 'seq'))
  put(r, r)
  redis.call('HDEL', P .. 'task:' .. r.id, 'id')
  redis.call('ZADD', P .. 'tasks', r.seq, r.id)
  redis.call('ZADD', P .. 'owner:' .. r.owner, r.seq, r.id)
  redis.call('SADD', P .. 'queues', r.queue)
  enter(r)
end

-- [envelope, exchange, routing key], around the envelope's text as it came.
local function unacked_value(raw, envelope)
  local info = envelope.properties.delivery_info
  local exchange, key = '', ''
  if type(info) == 'table' then
    if type(info.exchange) == 'string' then exchange = info.exchange end
    if type(info.routing_key) == 'string' then key = info.routing_key end
  end
  return '[' .. raw .. ', ' .. cjson.encode(exchange) .. ', ' .. cjson.encode(key) .. ']'
end

-- A message that waits for its time: where a Python worker would hold it, restored by one if we are all gone.
local function park(r, due)
  redis.call('ZADD', P .. 'delayed', int(due), r.id)
  redis.call('HSET', ctx.unacked, r.tag, unacked_value(r.message, cjson.decode(r.message)))
  redis.call('ZADD', ctx.index, string.format('%.3f', due / 1000), r.tag)
end

-- False where somebody else has restored it, so that it lies in its list already.
local function unpark(r)
  redis.call('ZREM', P .. 'delayed', r.id)
  redis.call('ZREM', ctx.index, r.tag)
  return redis.call('HDEL', ctx.unacked, r.tag) == 1
end

local function withdraw(r)
  if r.state == 'ready' then
    redis.call('LREM', list_of(r), -1, r.message)
  else
    unpark(r)
  end
end

-- The same for one that runs.
local function release(r)
  redis.call('HDEL', P .. 'held:' .. r.worker, r.tag)
  redis.call('ZREM', ctx.index, r.tag)
  return redis.call('HDEL', ctx.unacked, r.tag) == 1
end

-- As Celery's backend: a success is never overwritten.
local function store_result(id, text)
  local key = ctx.meta .. id
  local done = '{"status": "SUCCESS"'
  if redis.call('GETRANGE', key, 0, #done - 1) == done then return end
  if ctx.expiry > 0 then
    redis.call('SETEX', key, ctx.expiry, text)
  else
    redis.call('SET', key, text)
  end
  redis.call('PUBLISH', key, text)
end

local function result_from(template, r)
  local text = string.gsub(template, '"%%ID%%"', function() return cjson.encode(r.id) end)
  return (string.gsub(text, '"%%NAME%%"', function() return cjson.encode(r.name) end))
end

local function interrupt(r, kind)
  local ours = release(r)
  local attempt = '","attempt":' .. r.attempt .. '}'
  if r.cancel == '1' then
    move(r, 'cancelled', {worker = ''})
    log(r.id, 'cancelled', '{"state":"cancelled' .. attempt)
    store_result(r.id, result_from(ctx.revoked, r))
    return
  end
  move(r, 'ready', {worker = '', not_before = '', ready_since = int(now),
                    interruptions = int(tonumber(r.interruptions) + 1)})
  if ours then redis.call('RPUSH', list_of(r), r.message) end
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
    local raw = value and string.match(value, '^%[(.*), "[^"]*", "[^"]*"%]$')
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
