#include "cluster/scripts.hpp"

namespace mss::cluster::script {

// Of tasks that others sent: what their messages say, and the records that are made of them.
const std::string_view kAdoption = R"lua(
local function set_of(list)
  local set = {}
  for _, word in ipairs(list) do set[word] = true end
  return set
end

-- Each once, in order.
local function all_queues()
  local queues = set_of(redis.call('SMEMBERS', our_key.queues))
  for _, queue in ipairs(ctx.queues) do queues[queue] = true end
  local all = {}
  for queue in pairs(queues) do all[#all + 1] = queue end
  table.sort(all)
  return all
end

-- ISO 8601 to ms; without a zone it is UTC. Nothing where it cannot be read.
local function iso_ms(text)
  if type(text) ~= 'string' then return nil end
  local y, mo, d, h, mi, s, rest = string.match(text, '^(%d%d%d%d)-(%d%d)-(%d%d)[T ](%d%d):(%d%d):(%d%d)(.*)$')
  if not y then return nil end
  local fraction, zone = string.match(rest, '^%.(%d+)(.*)$')
  if not fraction then fraction, zone = '0', rest end
  y, mo, d = tonumber(y), tonumber(mo), tonumber(d)
  if mo <= 2 then y = y - 1 end
  local era = math.floor(y / 400)
  local year = y - era * 400
  local day = math.floor((153 * (mo + (mo > 2 and -3 or 9)) + 2) / 5) + d - 1
  local days = era * 146097 + year * 365 + math.floor(year / 4) - math.floor(year / 100) + day - 719468
  local ms = (((days * 24 + tonumber(h)) * 60 + tonumber(mi)) * 60 + tonumber(s)) * 1000
  ms = ms + math.floor(tonumber('0.' .. fraction) * 1000 + 0.0001)
  local sign, zone_h, zone_m = string.match(zone, '^([+-])(%d%d):?(%d%d)')
  if sign == '+' then ms = ms - (tonumber(zone_h) * 60 + tonumber(zone_m)) * 60000 end
  if sign == '-' then ms = ms + (tonumber(zone_h) * 60 + tonumber(zone_m)) * 60000 end
  return ms
end

local function priority_of(property)
  local number = tonumber(property)
  if type(property) == 'boolean' then number = property and 1 or 0 end
  if not number or number ~= number then return 0 end
  return math.max(0, math.min(9, number < 0 and 0 or math.floor(number)))
end

-- Nothing where it is no message of a task, or a longer one than anybody reads.
local function envelope_of(raw)
  if #raw > ctx.message_most then return nil end
  local ok, envelope = pcall(cjson.decode, raw)
  if not ok or type(envelope) ~= 'table' or type(envelope.headers) ~= 'table' or
     type(envelope.properties) ~= 'table' or type(envelope.properties.delivery_tag) ~= 'string' or
     type(envelope.headers.task) ~= 'string' or type(envelope.headers.id) ~= 'string' or
     #envelope.properties.delivery_tag > 255 or #envelope.headers.task > 255 or #envelope.headers.id > 255 then
    return nil
  end
  return envelope
end

local usual_retries = int(ctx.retries)

-- What a message of a task says that has no record, or whose record is of a try that is over. The message itself lies
-- in `unacked` while the task runs; whoever moves it elsewhere keeps it in the record.
local function adopt(envelope, queue, old)
  local headers = envelope.headers
  local expires, retries = iso_ms(headers.expires), tonumber(headers.retries)
  local priority = priority_of(envelope.properties.priority)
  if old then erase(old) end
  local fields = {
    name = headers.task, queue = queue, retries_max = usual_retries,
    fence = int(next_number('fence') * 1000), created = now_text, ready_since = now_text,
    tag = envelope.properties.delivery_tag}
  if priority ~= 0 then fields.priority = int(priority) end
  if retries and retries ~= 0 then fields.attempt = int(retries) end
  if expires then fields.expires = int(expires) end
  return create(headers.id, fields)
end

local function tell_of_new(r, due)
  if due and due > now then
    log(r.id, 'enqueued', '{"state":"scheduled","not_before":' .. int(due) .. '}')
  else
    log(r.id, 'enqueued', state_data('ready'))
  end
end

local function expire(r)
  if r.state then withdraw(r) end
  move(r, 'expired', {})
  log(r.id, 'expired', state_data('expired'))
  store_result(r.id, result_from(ctx.expired, r))
  leave_uncounted(r)
end
)lua";

const std::string_view kDiscover = R"lua(
if load(req.id) then return answer(1) end

local function discover(list, queue, raw)
  local envelope = envelope_of(raw)
  if not envelope or envelope.headers.id ~= req.id then return false end
  local r, due = adopt(envelope, queue), iso_ms(envelope.headers.eta)
  tell_of_new(r, due)
  if r.expires ~= '' and tonumber(r.expires) <= now then
    redis.call('LREM', list, -1, raw)
    put(r, {message = raw})
    expire(r)
  elseif due and due > now then
    redis.call('LREM', list, -1, raw)
    move(r, 'scheduled', {not_before = int(due), message = raw})
    park(r, due)
  else
    move(r, 'ready', {message = raw})
  end
  return true
end

local kChunk, left = 200, req.most
for _, step in ipairs(ctx.steps) do
  for _, queue in ipairs(all_queues()) do
    local list, last = list_key(queue, step), -1
    while left > 0 do
      local chunk = redis.call('LRANGE', list, last - kChunk + 1, last)
      for i = #chunk, 1, -1 do
        if string.find(chunk[i], req.id, 1, true) and discover(list, queue, chunk[i]) then return answer(1) end
      end
      left = left - math.max(1, #chunk)
      last = last - kChunk
      if #chunk < kChunk then break end
    end
  end
end
return answer(0)
)lua";

}  // namespace mss::cluster::script
