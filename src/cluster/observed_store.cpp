#include "cluster/observed_store.hpp"

#include <iterator>
#include <utility>

#include "base/json.hpp"
#include "celery/python_repr.hpp"
#include "celery/wire_json.hpp"
#include "cluster/exceptions.hpp"
#include "cluster/message_wishes.hpp"
#include "cluster/task_record.hpp"

namespace mss::cluster {
namespace {

using tasks::Ending;
using tasks::Settlement;

Settlement revocation_of(const tasks::Claim& claim) {
    Settlement settlement;
    settlement.claim = claim;
    settlement.outcome.ending = Ending::cancelled;
    return settlement;
}

}  // namespace

celery::TaskMessage told_message(const tasks::Task& task) {
    celery::TaskMessage message = message_of(task, celery::Sender{.origin = {}, .reply_to = {}});
    if (json::Value* positional = message.kwargs.if_contains(kPositional);
        positional != nullptr && positional->is_array()) {
        message.args = std::move(positional->get_array());
        message.kwargs.erase(kPositional);
    }
    message.arguments_repr = celery::python_repr_tuple(message.args);
    message.kwargs_repr = celery::python_repr(message.kwargs);
    message.retries = task.attempt;
    return message;
}

Result<std::vector<tasks::ClaimedTask>> ObservedStore::claim(const tasks::ClaimRequest& request) {
    MSS_TRY_ASSIGN(std::vector<tasks::ClaimedTask> claimed, store_.claim(request));
    std::vector<Settlement> revoked;
    std::erase_if(claimed, [&](const tasks::ClaimedTask& one) {
        if (!is_revoked(one.task)) return false;
        revoked.push_back(revocation_of(one.claim()));
        return true;
    });
    for (const Settlement& settlement : revoked)
        watchers_.events.offer(celery::task_revoked(settlement.claim.task_id, {}));
    // What cannot be told now is found out when the lease is compared.
    if (!revoked.empty()) static_cast<void>(store_.settle(revoked, 0));
    for (const tasks::ClaimedTask& one : claimed) {
        watchers_.held.take(one.task, clock_.now());
        if (!watchers_.events.tells_of_tasks()) continue;
        watchers_.events.offer(celery::task_received(told_message(one.task)));
        watchers_.events.offer(celery::task_started(one.task.id));
    }
    return claimed;
}

// A task that somebody has revived since its id was revoked is to run after all.
bool ObservedStore::is_revoked(const tasks::Task& task) {
    if (task.revived_at) watchers_.revoked.lift(task.id, *task.revived_at);
    return watchers_.revoked.contains(task.id) ||
           (!task.stamps.empty() && watchers_.revoked.contains_stamps(stamps_of(task)));
}

Result<std::vector<bool>> ObservedStore::settle(std::span<const Settlement> settlements, double unit) {
    MSS_TRY_ASSIGN(std::vector<bool> counted, store_.settle(settlements, unit));
    for (std::size_t i = 0; i < settlements.size(); ++i) {
        if (counted[i])
            tell_of_end(settlements[i]);
        else
            watchers_.held.let_go(settlements[i].claim);
    }
    return counted;
}

Result<bool> ObservedStore::report(const tasks::Claim& claim, std::string_view progress) {
    MSS_TRY_ASSIGN(const bool counted, store_.report(claim, progress));
    if (counted) watchers_.progress.show(claim, progress);
    return counted;
}

Result<tasks::Renewal> ObservedStore::renew(std::string_view worker) {
    const Timestamp asked = clock_.now();
    auto renewal = store_.renew(worker);
    if (renewal && !renewal->known) watchers_.held.let_go_of_all();
    if (renewal && renewal->known) watchers_.held.keep_only(renewal->held, asked);
    return renewal;
}

Result<void> ObservedStore::leave(std::string_view worker) {
    auto left = store_.leave(worker);
    if (left) watchers_.held.let_go_of_all();
    return left;
}

void ObservedStore::tell_of_end(const Settlement& settlement) {
    const std::string& id = settlement.claim.task_id;
    const auto held = watchers_.held.let_go(settlement.claim);
    if (!held || !watchers_.events.tells_of_tasks()) return;
    const double seconds = std::chrono::duration<double>(clock_.now() - held->since).count();
    const tasks::Outcome& outcome = settlement.outcome;
    switch (outcome.ending) {
        case Ending::succeeded:
            watchers_.events.offer(celery::task_succeeded(
                id, celery::python_repr(json::parse(outcome.result, SIZE_MAX).value_or(json::Value(nullptr))),
                seconds));
            return;
        case Ending::fatal:
        case Ending::failed:
        case Ending::timed_out:
        case Ending::crashed:
            if (outcome.ending != Ending::fatal && held->task.may_retry())
                watchers_.events.offer(
                    celery::task_retried(id, exception_repr(outcome.failure), outcome.failure.detail));
            else
                watchers_.events.offer(
                    celery::task_failed(id, exception_repr(outcome.failure), outcome.failure.detail));
            return;
        case Ending::cancelled: watchers_.events.offer(celery::task_revoked(id, {.terminated = true})); return;
        case Ending::handed_back:
        case Ending::lost: watchers_.events.offer(celery::task_rejected(id, true)); return;
    }
}

}  // namespace mss::cluster
