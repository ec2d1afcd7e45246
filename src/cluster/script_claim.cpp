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
  if ctx.started and envelope.headers.ignore_result ~= true then
    store_result(r.id, ctx.started[1] .. cjson.encode(r.id) .. ctx.started[2])
  end
  local flat, n = {'message', raw}, 2
  for name, field in pairs(r) do
    if name ~= 'message' then
      flat[n + 1], flat[n + 2] = name, field
      n = n + 2
    end
  end
  claimed[#claimed + 1] = {r.id, flat}
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
    garbage[#garbage + 1] = string.sub(raw, 1, 200)
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
    r = adopt(envelope, queue, r)
    due = iso_ms(headers.eta)
    tell_of_new(r, due)
  end
  pop()
  if r.expires ~= '' and tonumber(r.expires) <= now then
    pop_all(list)  -- before expire() looks for it there
    put(r, {message = raw})
    expire(r)
  elseif is_unknown then
    move(r, 'dead', {message = raw, failure = cjson.encode({code = 'not_found', message = 'no worker knows this kind of task',
                                             detail = ''})})
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

local function look_through(list, queue)
  local kept, seen = 0, 0
  while seen < req.window and #claimed < req.most do
    local size = math.max(16, math.min(req.most - #claimed, req.window - seen))
    if seen == 0 then size = math.min(size, req.most) end
    local chunk = redis.call('LRANGE', list, -(kept + size), -(kept + 1))
    if #chunk == 0 then return end
    for i = #chunk, 1, -1 do
      if #claimed >= req.most then break end
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
local paused = set_of(redis.call('SMEMBERS', P .. 'paused'))
local open = {}
for i = 0, #queues - 1 do  -- another one first each time, so that none is always last
  local queue = queues[(i + req.turn) % #queues + 1]
  if not paused[queue] then open[#open + 1] = queue end
end
for _, step in ipairs(ctx.steps) do
  for _, queue in ipairs(open) do
    if #claimed < req.most then look_through(list_key(queue, step), queue) end
  end
end
return answer('ok', claimed, garbage, unknown)
)lua";

}  // namespace mss::cluster::script
