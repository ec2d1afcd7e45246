#include "cluster/progress_board.hpp"

#include <array>
#include <string>
#include <utility>

#include "celery/result_meta.hpp"
#include "celery/wire_json.hpp"

namespace mss::cluster {
namespace {

constexpr redis::Waiting kWaiting{.connect = std::chrono::milliseconds(2'000),
                                  .reply = std::chrono::milliseconds(2'000)};

// The record says whether the claim still counts: its end may have been written since the report was taken.
constexpr std::string_view kShow = R"lua(
local record = redis.call('HMGET', KEYS[1], 'state', 'fence')
if record[1] ~= 'running' or record[2] ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2])
if tonumber(ARGV[3]) > 0 then redis.call('EXPIRE', KEYS[2], ARGV[3]) end
redis.call('PUBLISH', KEYS[2], ARGV[2])
return 1
)lua";

}  // namespace

ProgressBoard::ProgressBoard(redis::Endpoint endpoint, celery::Naming naming, std::chrono::seconds keep)
    : naming_(std::move(naming)), keep_(keep), pool_(std::move(endpoint), kWaiting) {}

void ProgressBoard::show(const tasks::Claim& claim, std::string_view progress) {
    auto value = celery::parse_wire(progress);
    if (!value) return;
    celery::ResultSubject subject;
    subject.task_id = claim.task_id;
    const std::array<redis::Command, 1> showing{
        {{"EVAL", std::string(kShow), "2", naming_.prefix + "mss:task:" + claim.task_id,
          celery::result_key(naming_, claim.task_id), std::to_string(claim.fence),
          celery::write_result(celery::custom_result(subject, celery::state::kProgress, std::move(*value))),
          std::to_string(keep_.count())}}};
    static_cast<void>(pool_.call_all(showing));
}

}  // namespace mss::cluster
