#include "cluster/scripts.hpp"

namespace mss::cluster::script {

const std::string_view kClaim = R"lua(
if not is_live(req.worker) then return answer('over') end
recover()

for _, id in ipairs(redis.call('ZRANGEBYSCORE', P .. 'expiring', '-inf', int(now), 'LIMIT', 0, req.moves)) do
  local r = load(id)
  if r and waits[r.state] then expire(r) else later(sorted, our_key.expiring, id, false) end
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', P .. 'delayed', '-inf', int(now), 'LIMIT', 0, req.moves)) do
  local r = load(id)
  if r and (r.state == 'scheduled' or r.state == 'retry_wait') then
    local ours = unpark(r)
    move(r, 'ready', {ready_since = now_text, not_before = ''})
    if ours then redis.call('LPUSH', list_of(r), r.message) end
    log(id, 'ready', state_data('ready'))
  else
    later(sorted, our_key.delayed, id, false)
  end
end

-- Records that are older than their keep, a few with each claim.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', P .. 'finished', '-inf', int(now - req.keep), 'LIMIT', 0, 16)) do
  local r = load(id)
  if r and final[r.state] then erase(r) else later(sorted, our_key.finished, id, false) end
end

local names = set_of(req.names)
local known = req.known and set_of(req.known)
local limits = req.limits
local claimed, garbage, unknown = {}, {}, {}
local claimed_bytes = 0

-- One claim brings no more than a worker has memory for.
local function is_full() return #claimed >= req.most or claimed_bytes >= req.bytes_most end

local function tell_started(r, envelope)
  if ctx.started and envelope.headers.ignore_result ~= true then
    store_result(r.id, ctx.started[1] .. cjson.encode(r.id) .. ctx.started[2])
  end
end

-- In the order that RedisTaskStore::claim() knows.
local function hand_out(r, raw)
  claimed_bytes = claimed_bytes + #raw
  claimed[#claimed + 1] = {r.id, raw, r.seq, r.name, r.owner, r.queue, r.priority, r.retries_max, r.fence, r.attempt,
                           r.crashes, r.interruptions, r.cancel, r.created, r.ready_since, r.expires, r.tag,
                           r.arguments, r.revived or ''}
end

local function start(r, envelope, raw)
  if r.state and r.state ~= 'ready' then  -- a parked one that a Python worker restored
    later(sorted, our_key.delayed, r.id, false)
  end
  local fence = int(tonumber(r.fence) + 1)
  drop_field(r, 'progress')
  local value, is_plain = unacked_value(raw, envelope)
  local fields = {fence = fence, worker = req.worker, started = now_text,
                  started_n = int(next_number('fence'))}
  if r.not_before ~= '' then fields.not_before = '' end
  if r.message ~= raw and (r.message ~= '' or not is_plain) then fields.message = raw end
  move(r, 'running', fields)
  later(sorted, ctx.index, r.tag, now_seconds)
  later(hashes, ctx.unacked, r.tag, value)
  later(hashes, held_key[req.worker], r.tag, fence .. ' ' .. r.id)
  log(r.id, 'started', state_data('running'))
  tell_started(r, envelope)
  hand_out(r, raw)
end

-- One that is new and starts at once, as most do: what adopt(), tell_of_new() and start() would do.
local function begin(envelope, queue, raw, expires, retries)
  local headers, id, tag = envelope.headers, envelope.headers.id, envelope.properties.delivery_tag
  local key, value, is_plain = our_key['task:' .. id], unacked_value(raw, envelope)
  local seq, fence = int(next_number('seq')), int(next_number('fence') * 1000 + 1)
  local started_n = int(next_number('fence'))
  local r = setmetatable({id = id, name = headers.task, queue = queue, retries_max = usual_retries, state = 'running',
                          fence = fence, created = now_text, ready_since = now_text, started = now_text, tag = tag,
                          worker = req.worker, seq = seq, started_n = started_n}, usual)
  loaded[id] = r
  local enqueued, enqueued_text = entry(id, 'enqueued', state_data('ready'))
  local started, started_text = entry(id, 'started', state_data('running'))
  hashes[key] = {name = r.name, queue = queue, retries_max = usual_retries, state = 'running', fence = fence,
                 created = now_text, ready_since = now_text, started = now_text, tag = tag, worker = req.worker,
                 seq = seq, started_n = started_n, [enqueued] = enqueued_text, [started] = started_text}
  local fields = {}
  local priority = priority_of(envelope.properties.priority)
  if priority ~= 0 then fields.priority = int(priority) end
  if retries ~= 0 then fields.attempt = int(retries) end
  if expires then fields.expires = int(expires) end
  if not is_plain then fields.message = raw end
  if next(fields) then put(r, fields) end
  later(sorted, our_key.tasks, id, seq)
  later(sorted, state_key.running, id, seq)
  later(sets, running_key[r.name], id, true)
  later(sorted, ctx.index, tag, now_seconds)
  later(hashes, ctx.unacked, tag, value)
  later(hashes, held_key[req.worker], tag, fence .. ' ' .. id)
  later(sets, our_key.queues, queue, true)
  count('running', queue, 1)
  tell_started(r, envelope)
  hand_out(r, raw)
end

-- Those at the end of a list are taken away together, as long as none before them stays.
local popped = 0

local function pop_all(list)
  if popped > 0 then redis.call('LTRIM', list, 0, -popped - 1) end
  popped = 0
end

-- True where it stays in its list; `kept`: of those after it some do.
local function take(list, queue, raw, kept)
  local function pop()
    if not kept then
      popped = popped + 1
    else
      redis.call('LREM', list, -1, raw)
    end
  end
  local envelope = envelope_of(raw)
  if not envelope then
    pop()
    redis.call('LPUSH', P .. 'garbage', raw)
    redis.call('LTRIM', P .. 'garbage', 0, 999)
    garbage[#garbage + 1] = {string.sub(raw, 1, 200), #raw}
    return false
  end
  local headers, tag = envelope.headers, envelope.properties.delivery_tag
  local is_unknown = known and not known[headers.task]
  if not is_unknown then
    if not names[headers.task] then return true end
    local limit = limits[headers.task]
    if limit then
      write_key(sets, running_key[headers.task])
      if redis.call('SCARD', running_key[headers.task]) >= limit then return true end
    end
  end
  local due  -- of a task that is new here; one that we know has its time in its record
  local r = load(headers.id)
  if r and r.tag == tag then
    if r.state == 'running' then  -- restored while it runs: it is ours again
      pop()
      later(hashes, ctx.unacked, tag, (unacked_value(raw, envelope)))
      later(sorted, ctx.index, tag, now_seconds)
      return false
    elseif final[r.state] then
      pop()
      return false
    end
  elseif r and not final[r.state] then
    -- Another message of a task that is under way waits for its end; a list that somebody purged does not hold it up.
    if r.state ~= 'ready' then return true end
    pop_all(list)
    redis.call('LREM', list_of(r), -1, r.message)
    r = adopt(envelope, queue, r)
    due = iso_ms(headers.eta)
  else
    local expires, retries = iso_ms(headers.expires), tonumber(headers.retries) or 0
    due = iso_ms(headers.eta)
    if not r and not is_unknown and not (due and due > now) and not (expires and expires <= now) then
      pop()
      begin(envelope, queue, raw, expires, retries)
      return false
    end
    r = adopt(envelope, queue, r)
    tell_of_new(r, due)
  end
  pop()
  if r.expires ~= '' and tonumber(r.expires) <= now then
    pop_all(list)  -- before expire() looks for it there
    put(r, {message = raw})
    expire(r)
  elseif is_unknown then
    move(r, 'dead', {message = raw, failure = cjson.encode({
      code = 'not_found', message = 'no worker knows this kind of task', detail = ''})})
    log(r.id, 'dead', '{"state":"dead","attempt":0,"code":"not_found","message":"no worker knows this kind of task"}')
    store_result(r.id, result_from(ctx.unregistered, r))
    leave_uncounted(r)
    unknown[#unknown + 1] = {r.id, r.name}
  else
    if r.state == 'scheduled' or r.state == 'retry_wait' then due = tonumber(r.not_before) end
    if due and due > now then
      if not r.state then move(r, 'scheduled', {not_before = int(due), message = raw}) end
      park(r, due)
      changed = true
    else
      start(r, envelope, raw)
    end
  end
  return false
end

-- Where one of these keys holds something else this ends here, before anything was taken from a queue.
local checked = false

local function check_keys()
  if checked then return end
  checked = true
  for _, key in ipairs({ctx.unacked, P .. 'counts', P .. 'held:' .. req.worker}) do redis.call('HLEN', key) end
  for _, key in ipairs({P .. 'tasks', P .. 'state:ready', P .. 'state:running'}) do redis.call('ZCARD', key) end
  redis.call('XLEN', P .. 'events')
  redis.call('LLEN', P .. 'garbage')
  for _, name in ipairs({'seq', 'event', 'fence'}) do
    local number = redis.call('GET', P .. name)
    if number and not tonumber(number) then error(P .. name .. ' is no number') end
  end
end

local function look_through(list, queue)
  local kept, seen = 0, 0
  while seen < req.window and not is_full() do
    local size = math.max(16, math.min(req.most - #claimed, req.window - seen))
    if seen == 0 then size = math.min(size, req.most) end
    local chunk = redis.call('LRANGE', list, -(kept + size), -(kept + 1))
    if #chunk == 0 then return end
    check_keys()
    for i = #chunk, 1, -1 do
      if is_full() then break end
      seen = seen + 1
      if take(list, queue, chunk[i], kept > 0) then
        pop_all(list)
        kept = kept + 1
      end
    end
    pop_all(list)
  end
end

local queues = req.queues or all_queues()
local paused, except = set_of(redis.call('SMEMBERS', P .. 'paused')), set_of(req.except or {})
local open = {}
for i = 0, #queues - 1 do  -- another one first each time, so that none is always last
  local queue = queues[(i + req.turn) % #queues + 1]
  if not paused[queue] and not except[queue] then open[#open + 1] = queue end
end
for _, step in ipairs(ctx.steps) do
  for _, queue in ipairs(open) do
    if not is_full() then look_through(list_key(queue, step), queue) end
  end
end
return answer('ok', claimed, garbage, unknown)
)lua";

}  // namespace mss::cluster::script
