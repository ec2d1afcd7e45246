#include "cluster/scripts.hpp"

namespace mss::cluster::script {

// A script that moves hundreds of tasks writes to a few keys. So writes wait for its end, where each key gets one
// command for all of them: the last word about a member counts. Whoever has to read such a key before asks write_key()
// to write it; records are read through load(), which knows what is not written yet.
const std::string_view kWrites = R"lua(
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

local function int(n) return string.format('%d', n) end
local now_text, now_seconds = int(now), string.format('%.3f', now / 1000)

-- Names of ours, each made once: our_key['tasks'], state_key['ready'], running_key[name].
local function names(before)
  return setmetatable({}, {__index = function(made, name)
    local key = before .. name
    made[name] = key
    return key
  end})
end
local our_key, state_key, running_key, held_key =
  names(P), names(P .. 'state:'), names(P .. 'running:'), names(P .. 'held:')

-- key -> member -> its score, its value, or true; false: it is taken away
local sorted, hashes, sets = {}, {}, {}
local added = {}    -- field of `counts` -> number
local entries = {}  -- of the log of all tasks, four values each
local last_entry

local function later(kind, key, member, value)
  local members = kind[key]
  if not members then
    members = {}
    kind[key] = members
  end
  members[member] = value
end

-- Numbers that only grow: read and written once by a script, however many it needs.
local counters = {}

local function next_number(name)
  local n = (counters[name] or tonumber(redis.call('GET', P .. name) or 0)) + 1
  counters[name] = n
  return n
end

local kMost = 2000  -- arguments of one command, which Lua can pass on

local function call_all(command, key, arguments, option)
  for first = 1, #arguments, kMost do
    local last = math.min(first + kMost - 1, #arguments)
    if option then
      redis.call(command, key, option, unpack(arguments, first, last))
    else
      redis.call(command, key, unpack(arguments, first, last))
    end
  end
end

local function write_key(kind, key)
  local members = kind[key]
  if not members then return end
  kind[key] = nil
  local put, gone, n = {}, {}, 0
  for member, value in pairs(members) do
    if not value then
      gone[#gone + 1] = member
    elseif kind == sorted then
      put[n + 1], put[n + 2] = value, member
      n = n + 2
    elseif kind == hashes then
      put[n + 1], put[n + 2] = member, value
      n = n + 2
    else
      put[#put + 1] = member
    end
  end
  local verbs = (kind == sorted and {'ZADD', 'ZREM'}) or (kind == hashes and {'HSET', 'HDEL'}) or {'SADD', 'SREM'}
  call_all(verbs[1], key, put)
  call_all(verbs[2], key, gone)
end

local function write_entries()
  if #entries == 0 then return end
  redis.call('XADD', P .. 'events', 'MINID', '~', int(math.max(0, last_entry - ctx.events)), int(last_entry) .. '-0',
             unpack(entries))
  entries = {}
end

local function write_all()
  for _, kind in ipairs({sorted, hashes, sets}) do
    for key in pairs(kind) do write_key(kind, key) end
  end
  for name, number in pairs(counters) do redis.call('SET', P .. name, int(number)) end
  for field, number in pairs(added) do
    if number ~= 0 then redis.call('HINCRBY', P .. 'counts', field, number) end
  end
  write_entries()
end

local function answer(...)
  write_all()
  if changed then redis.call('PUBLISH', P .. 'wake', ctx.self) end
  return {changed and 1 or 0, now_text, ...}
end
)lua";

}  // namespace mss::cluster::script
