#include "cluster/scripts.hpp"

#include <algorithm>
#include <array>

namespace mss::cluster::script {

const std::string_view kEnqueue = R"lua(
for _, item in ipairs(req.tasks) do
  if redis.call('EXISTS', P .. 'task:' .. item.id) == 1 then return answer('taken', item.id) end
end
for _, item in ipairs(req.tasks) do
  local r = create(item.id, item.fields)
  enter(r)
  for _, set in ipairs({'_kombu.binding.', '_kombu.binding_permanent.'}) do  -- the second one since kombu 5.7
    redis.call('SADD', ctx.prefix .. set .. r.queue, r.queue .. ctx.sep .. ctx.sep .. r.queue)
  end
  if r.state == 'ready' then
    redis.call('LPUSH', list_of(r), r.message)
  else
    park(r, tonumber(r.not_before))
  end
  log(r.id, 'enqueued', item.data)
end
return answer('ok')
)lua";

const std::string_view kSettle = R"lua(
local function finish(r, item)
  if item.next == 'succeeded' then
    let_go(r)
    later(hashes, ctx.unacked, r.tag, false)
    drop_field(r, 'message')
    move(r, item.next, item.fields)
  else
    local message = release(r)
    move(r, item.next, item.fields)
    if item.next == 'ready' then
      if message then redis.call('RPUSH', list_of(r), message) end
    elseif item.next == 'retry_wait' then
      park(r, tonumber(r.not_before))
    end
  end
  publish(item)
  if item.result then store_result(r.id, item.result) end
  log(r.id, item.kind, item.data)
end

-- Most tasks end well and nothing follows: 1, or the outcome as below. `first`, `last`: where its fields are in ARGV.
local well_ended = {state = 'succeeded'}

local function end_well(id, fence, cancel, kind, data, result, has_message, first, last)
  local key = our_key['task:' .. id]
  local f = redis.call('HMGET', key, 'state', 'fence', 'cancel', 'queue', 'name', 'expires', 'tag', 'worker', 'seq')
  if f[1] ~= 'running' or f[2] ~= fence then return 0 end
  if (f[3] or '0') ~= cancel then return 2 end
  local field, text = entry(id, kind, data)
  local record = {state = 'succeeded', finished = now_text, [field] = text}
  for i = first, last, 2 do record[ARGV[i]] = ARGV[i + 1] end
  if has_message then record.message = false end
  hashes[key] = record
  local tag = f[7]
  later(hashes, held_key[f[8]], tag, false)
  later(hashes, ctx.unacked, tag, false)
  later(sorted, ctx.index, tag, false)
  later(sorted, state_key.running, id, false)
  later(sorted, state_key.succeeded, id, f[9])
  later(sorted, our_key.finished, id, now_text)
  later(sets, running_key[f[5]], id, false)
  count('running', f[4], -1)
  count('succeeded', f[4], 1)
  if f[6] and f[6] ~= '' then later(sorted, our_key.expiring, id, false) end
  if result ~= '' then store_result(id, result) end
  loaded[id] = well_ended
  return 1
end

-- Each item: id, fence, cancel, the next state, the event's kind and data, the result's text ("": none), "1" where the
-- record has its message, how many fields, their names and values, and the rest as JSON ("": none).
local at = 3
local function take() at = at + 1 return ARGV[at - 1] end

local outcomes = {}
while at <= #ARGV do
  local id, fence, cancel, next_state, kind, data, result = take(), take(), take(), take(), take(), take(), take()
  local has_message, first = take() == '1', at + 1
  local last = first + 2 * tonumber(take()) - 1
  at = last + 1
  local rest, outcome = take(), 0
  if next_state == 'succeeded' and rest == '' and loaded[id] == nil then
    outcome = end_well(id, fence, cancel, kind, data, result, has_message, first, last)
  else
    local r = load(id)
    if r and r.state == 'running' and r.fence == fence then
      local item = rest == '' and {} or cjson.decode(rest)
      item.next, item.kind, item.data, item.fields = next_state, kind, data, {}
      if result ~= '' then item.result = result end
      for i = first, last, 2 do item.fields[ARGV[i]] = ARGV[i + 1] end
      if r.cancel ~= cancel then
        outcome = 2
      else
        outcome = item.chord and count_part(item.chord)
        if not outcome then
          finish(r, item)
          outcome = 1
        end
      end
    end
  end
  outcomes[#outcomes + 1] = outcome
end
return answer(outcomes)
)lua";

const std::string_view kReport = R"lua(
local key = P .. 'task:' .. req.id
local r = redis.call('HMGET', key, 'state', 'fence')
if r[1] ~= 'running' or r[2] ~= req.fence then return answer(0) end
later(hashes, key, 'progress', req.progress)
redis.call('RPUSH', P .. 'reports:' .. req.id, (log(req.id, 'progress', req.progress)))
if redis.call('LLEN', P .. 'reports:' .. req.id) > req.keep then
  later(hashes, key, redis.call('LPOP', P .. 'reports:' .. req.id), false)
end
return answer(1)
)lua";

const std::string_view kRegister = R"lua(
release_all(req.worker, 'recovered')
redis.call('ZADD', P .. 'workers', int(uptime + req.lease), req.worker)
redis.call('HSET', P .. 'cards', req.worker, req.card)
for _, queue in ipairs(req.queues) do redis.call('SADD', P .. 'queues', queue) end
return answer()
)lua";

const std::string_view kServe = R"lua(
if not is_live(req.worker) then return answer('over') end
redis.call('HSET', P .. 'cards', req.worker, req.card)
for _, queue in ipairs(req.queues) do redis.call('SADD', P .. 'queues', queue) end
changed = true
return answer('ok')
)lua";

const std::string_view kRenew = R"lua(
if not is_live(req.worker) then return answer('over') end
if tonumber(redis.call('ZSCORE', P .. 'workers', req.worker)) <= uptime + req.lease - req.fresh then
  redis.call('ZADD', P .. 'workers', int(uptime + req.lease), req.worker)
end
local held = redis.call('HGETALL', P .. 'held:' .. req.worker)
local claims, renewed = {}, {}
for i = 1, #held, 2 do
  local fence, id = string.match(held[i + 1], '^(%d+) (.*)$')
  local r = redis.call('HMGET', P .. 'task:' .. id, 'state', 'fence', 'cancel')
  if r[1] == 'running' and r[2] == fence then
    claims[#claims + 1] = {id, fence, r[3]}
    renewed[#renewed + 1] = string.format('%.3f', now / 1000)
    renewed[#renewed + 1] = held[i]
  end
end
-- So that no Python worker takes it for forgotten while it runs.
call_all('ZADD', ctx.index, renewed, 'XX')
return answer('ok', claims)
)lua";

const std::string_view kLeave = R"lua(
release_all(req.worker, 'handed_back')
redis.call('ZREM', P .. 'workers', req.worker)
redis.call('HDEL', P .. 'cards', req.worker)
return answer()
)lua";

const std::string_view kRecover = R"lua(
local freed = recover()
-- A few that wait here and have a result already, another few with each call: see kConclude.
local ended = {}
local ready = redis.call('ZCARD', P .. 'state:ready')
if ready > 0 then
  local from = redis.call('INCRBY', P .. 'swept', 16) % ready
  for _, id in ipairs(redis.call('ZRANGE', P .. 'state:ready', from, from + 15)) do
    if redis.call('EXISTS', ctx.meta .. id) == 1 then ended[#ended + 1] = id end
  end
end
return answer(freed, ended, redis.call('ZRANGE', our_key.uncounted, 0, 15))
)lua";

const std::string_view kCountPart = R"lua(
if not redis.call('ZSCORE', our_key.uncounted, req.id) then return answer(1) end
local parts = req.chord and count_part(req.chord)
if parts then return answer(parts) end
publish(req)
later(sorted, our_key.uncounted, req.id, false)
return answer(1)
)lua";

const std::string_view kConclude = R"lua(
local r = load(req.id)
if not r or r.state ~= req.state or r.tag ~= req.tag or not waits[r.state] then return answer(0) end
if redis.call('HEXISTS', ctx.unacked, r.tag) == 1 then return answer(0) end
if r.state == 'ready' and redis.call('LPOS', list_of(r), r.message, 'RANK', -1) then return answer(0) end
later(sorted, P .. 'delayed', r.id, false)
move(r, req.next, req.fields)
log(r.id, 'started', state_data('running'))
log(r.id, req.next, state_data(req.next))
if req.next == 'succeeded' then drop_field(r, 'message') end
return answer(1)
)lua";

const std::string_view kCancel = R"lua(
local r = load(req.id)
if not r then return answer('') end
if final[r.state] or r.cancel == '1' then return answer(r.state) end
if r.state == 'running' then
  put(r, {cancel = '1'})
  log(r.id, 'cancel_requested', state_data('running'))
else
  withdraw(r)
  move(r, 'cancelled', {cancel = '1'})
  log(r.id, 'cancelled', state_data('cancelled'))
  store_result(r.id, result_from(ctx.revoked, r))
  leave_uncounted(r)
end
return answer(r.state)
)lua";

const std::string_view kRevive = R"lua(
local r = load(req.id)
if not r or r.state ~= req.state or r.fence ~= req.fence then return answer(0) end
for _, name in ipairs({'progress', 'failure', 'started', 'finished'}) do drop_field(r, name) end
move(r, 'ready', req.fields)
later(sorted, our_key.uncounted, r.id, false)
redis.call('DEL', ctx.meta .. r.id)
redis.call('LPUSH', list_of(r), r.message)
log(r.id, 'revived', req.data)
return answer(1)
)lua";

const std::string_view kPause = R"lua(
redis.call('SADD', P .. 'queues', req.queue)
redis.call(req.on and 'SADD' or 'SREM', P .. 'paused', req.queue)
changed = true
return answer()
)lua";

const std::string_view kCounts = R"lua(
local counts = {}
for _, queue in ipairs(all_queues()) do
  local ready = 0
  for _, step in ipairs(ctx.steps) do ready = ready + redis.call('LLEN', list_key(queue, step)) end
  local n = redis.call('HMGET', P .. 'counts', 'scheduled ' .. queue, 'retry_wait ' .. queue, 'running ' .. queue,
                       'dead ' .. queue)
  local function at(i) return tonumber(n[i] or 0) end
  counts[#counts + 1] = {queue, redis.call('SISMEMBER', P .. 'paused', queue), ready, at(1) + at(2), at(3), at(4)}
end
return answer(counts)
)lua";

const std::string_view kPosition = R"lua(
local r = load(req.id)
if not r then return answer(-1) end
if not waits[r.state] then return answer(0) end
local own, ahead = list_of(r), 0
for _, step in ipairs(ctx.steps) do
  local list = list_key(r.queue, step)
  if list ~= own then
    ahead = ahead + redis.call('LLEN', list)
  elseif r.state == 'ready' then
    local at = redis.call('LPOS', list, r.message, 'RANK', -1)
    if at then ahead = ahead + redis.call('LLEN', list) - 1 - at end
    return answer(ahead)
  else
    return answer(ahead + redis.call('LLEN', list))
  end
end
return answer(ahead)
)lua";

bool refuses(std::string_view script) {
    constexpr std::array kRefusing{&kClaim, &kDiscover, &kRegister, &kLeave, &kRecover, &kCancel};
    return std::ranges::any_of(kRefusing, [&](const std::string_view* each) { return each->data() == script.data(); });
}

}  // namespace mss::cluster::script
