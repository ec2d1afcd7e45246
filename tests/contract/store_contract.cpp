#include "contract/store_contract.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/identifier.hpp"
#include "base/json.hpp"
#include "cluster/redis_task_store.hpp"
#include "support/redis_server.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class MemoryHolder final : public StoreHolder {
public:
    explicit MemoryHolder(const Clock& clock) : store_(clock) {}
    TaskStore& store() override { return store_; }

private:
    MemoryTaskStore store_;
};

class SqliteHolder final : public StoreHolder {
public:
    explicit SqliteHolder(const Clock& clock) : sqlite_(folder_.path() / "mss.db", clock) {}
    TaskStore& store() override { return *sqlite_.store; }

private:
    TemporaryDirectory folder_;
    SqliteFixture sqlite_;
};

// One server for all tests of a process; each store has keys of its own.
class RedisHolder final : public StoreHolder {
public:
    explicit RedisHolder(const Clock& clock) {
        static const RedisServer server;
        cluster::RedisStoreOptions options;
        options.endpoint = must(redis::parse_endpoint(server.socket_address()));
        options.naming.prefix = uuid_v4() + ":";
        options.clock = &clock;
        store_ = must(cluster::RedisTaskStore::open(std::move(options)));
    }
    TaskStore& store() override { return *store_; }

private:
    std::unique_ptr<cluster::RedisTaskStore> store_;
};

}  // namespace

SqliteFixture::SqliteFixture(const std::filesystem::path& file, const Clock& clock, const std::string& boot_id) {
    store::DatabaseOptions options;
    options.full_sync = false;  // no test cuts the power
    database = must(store::Database::open(file, options));
    store = must(SqliteTaskStore::open(*database, clock, Duty::queue, boot_id));
}

std::vector<StoreSort> store_sorts() {
    return {{"memory", [](const Clock& clock) { return std::make_unique<MemoryHolder>(clock); }},
            {"sqlite", [](const Clock& clock) { return std::make_unique<SqliteHolder>(clock); }},
            {"redis", [](const Clock& clock) { return std::make_unique<RedisHolder>(clock); }, false}};
}

std::string name_of_sort(const testing::TestParamInfo<StoreSort>& info) {
    return info.param.name;
}

TaskCall call_of(std::string name, std::string owner) {
    TaskCall call;
    call.name = std::move(name);
    call.owner = std::move(owner);
    return call;
}

WorkerCard card_of(std::string id) {
    WorkerCard card;
    card.id = std::move(id);
    card.host = "here";
    card.pid = 7;
    card.queues = {"default"};
    card.concurrency = 4;
    return card;
}

Settlement settlement_of(const Claim& claim, Ending ending, std::string code) {
    Settlement settlement;
    settlement.claim = claim;
    settlement.outcome.ending = ending;
    if (ending == Ending::succeeded) settlement.outcome.result = R"({"ok":true})";
    if (!code.empty()) settlement.outcome.failure = {std::move(code), "it failed", "in a test"};
    return settlement;
}

ClaimRequest request_of(std::string worker, int most, std::map<std::string, int> limits) {
    ClaimRequest request;
    request.worker = std::move(worker);
    request.names = kNames;
    request.most = most;
    request.limits = std::move(limits);
    return request;
}

std::map<std::string, int> replay(TaskStore& store) {
    std::map<std::string, int> running;
    std::map<std::string, int> most;
    std::set<std::string> begun;
    std::int64_t after = 0;
    while (true) {
        const auto events = must(store.events_since(after, 1'000));
        if (events.empty()) return most;
        for (const Event& event : events) {
            after = event.id;
            const json::Value data = must(json::parse(event.data));
            if (event.kind == "progress" || event.kind == "cancel_requested") continue;
            const std::string name = must(store.find(event.task_id)).value().name;
            const bool runs = data.at("state").as_string() == "running";
            if (runs && !begun.insert(event.task_id).second)
                throw std::logic_error("task " + event.task_id + " began while it ran");
            if (runs) most[name] = std::max(most[name], ++running[name]);
            if (!runs && begun.erase(event.task_id) == 1)
                --running[name];
            else if (!runs && (event.kind == "succeeded" || event.kind == "retry" || event.kind == "recovered"))
                throw std::logic_error("task " + event.task_id + " ended while it did not run");
        }
    }
}

StoreContract::StoreContract() : holder_(GetParam().make(clock_)), store_(holder_->store()) {
    for (const char* worker : {kWorker, kOther})
        must(store_.register_worker(card_of(worker)));
}

std::string StoreContract::enqueue(const TaskCall& call) {
    return must(store_.enqueue(std::span(&call, 1))).front();
}

std::vector<ClaimedTask> StoreContract::claim(const std::string& worker, int most,
                                              const std::map<std::string, int>& limits) {
    return must(store_.claim(request_of(worker, most, limits)));
}

Claim StoreContract::claim_one(const std::string& worker) {
    return claim(worker).at(0).claim();
}

std::vector<std::string> StoreContract::claimed_ids(const std::string& worker, int most,
                                                    const std::map<std::string, int>& limits) {
    std::vector<std::string> ids;
    for (const ClaimedTask& claimed : claim(worker, most, limits))
        ids.push_back(claimed.task.id);
    return ids;
}

bool StoreContract::settle(const Claim& claim, Ending ending, const std::string& code, double unit) {
    const Settlement settlement = settlement_of(claim, ending, code);
    return must(store_.settle(std::span(&settlement, 1), unit)).at(0);
}

Task StoreContract::task(std::string_view id) {
    return must(store_.find(id)).value();
}

std::vector<std::string> StoreContract::kinds(std::string_view id) {
    std::vector<std::string> found;
    for (Event& event : must(store_.events(id, 0, 1'000)))
        found.push_back(std::move(event.kind));
    return found;
}

QueueCounts StoreContract::counts() {
    for (const QueueCounts& counts : must(store_.counts()))
        if (counts.queue == "default") return counts;
    return {};
}

}  // namespace mss::test
