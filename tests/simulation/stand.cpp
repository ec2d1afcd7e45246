#include "simulation/stand.hpp"

#include <array>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/identifier.hpp"
#include "celery/publishing.hpp"
#include "celery/result_meta.hpp"
#include "cluster/redis_task_store.hpp"
#include "cluster/task_record.hpp"
#include "redis/connection.hpp"
#include "store/database.hpp"
#include "support/redis_server.hpp"
#include "tasks/memory_task_store.hpp"
#include "tasks/sqlite_task_store.hpp"

namespace mss::simulation {
namespace {

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message + " (" + result.error().detail + ")");
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class MemoryStand final : public Stand {
public:
    explicit MemoryStand(const SimulatedClock& clock) : store_(clock) {}
    tasks::TaskStore& store() override { return store_; }

private:
    tasks::MemoryTaskStore store_;
};

class SqliteStand final : public Stand {
public:
    explicit SqliteStand(const SimulatedClock& clock) : clock_(clock) {
        home_ = std::make_unique<Opened>(*this);
        SqliteStand::reopen();
    }
    tasks::TaskStore& store() override { return ++turn_ % 2 == 0 ? *home_->store : *other_->store; }
    tasks::TaskStore& home() override { return *home_->store; }
    void reopen() override {
        other_.reset();
        other_ = std::make_unique<Opened>(*this);
    }
    bool reboot() override {
        ++starts_;
        home_.reset();
        home_ = std::make_unique<Opened>(*this);
        reopen();
        return true;
    }

private:
    // As one process has it.
    struct Opened {
        explicit Opened(const SqliteStand& stand) {
            store::DatabaseOptions options;
            options.full_sync = false;  // nobody cuts the power
            database = must(store::Database::open(stand.folder_.path() / "mss.db", options));
            store = must(tasks::SqliteTaskStore::open(*database, stand.clock_, tasks::Duty::queue,
                                                      fmt::format("start {}", stand.starts_)));
        }
        std::unique_ptr<store::Database> database;
        std::unique_ptr<tasks::SqliteTaskStore> store;
    };

    const SimulatedClock& clock_;
    const TemporaryDirectory folder_;
    int starts_ = 1;
    int turn_ = 0;
    std::unique_ptr<Opened> home_;
    std::unique_ptr<Opened> other_;
};

// The clock of the run that uses the server at present.
class PresentClock final : public Clock {
public:
    Timestamp now() const override {
        if (between_ && !inside_) {
            inside_ = true;
            between_();
            inside_ = false;
        }
        return clock_->now();
    }
    milliseconds uptime() const override { return clock_->uptime(); }
    void be(const Clock& clock) {
        clock_ = &clock;
        inside_ = false;
    }
    void come_between(std::function<void()> others) { between_ = std::move(others); }

private:
    const Clock* clock_ = nullptr;
    std::function<void()> between_;
    mutable bool inside_ = false;
};

// One server for all runs of a process, and the two stores of the present one.
struct RedisBench {
    std::unique_ptr<cluster::RedisTaskStore> open() const {
        cluster::RedisStoreOptions options;
        options.endpoint = endpoint;
        options.clock = &clock;
        // The calendar is set by up to an hour and back: what Python forgot is not what is tried here.
        options.visibility_timeout = std::chrono::hours(5);
        return must(cluster::RedisTaskStore::open(std::move(options)));
    }

    const test::RedisServer server;
    const redis::Endpoint endpoint = must(redis::parse_endpoint(server.socket_address()));
    PresentClock clock;
    redis::Connection connection = must(redis::Connection::open(endpoint, {}));
    std::array<std::unique_ptr<cluster::RedisTaskStore>, 2> stores;
};

class RedisStand final : public Stand {
public:
    explicit RedisStand(const SimulatedClock& clock) : bench_(the_bench()), clock_(clock) {
        bench_.clock.be(clock);
        ask({"FLUSHALL"});
        for (auto& store : bench_.stores)
            store = bench_.open();  // what one remembers of an earlier run is gone
    }
    tasks::TaskStore& store() override { return *bench_.stores.at(++turn_ % bench_.stores.size()); }
    void reopen() override {
        ask({"SCRIPT", "FLUSH"});
        bench_.stores.at(++turn_ % bench_.stores.size()) = bench_.open();
    }
    void come_between(std::function<void()> others) override { bench_.clock.come_between(std::move(others)); }
    bool speaks_celery() const override { return true; }
    void send(const Canvas& canvas) override {
        const celery::Naming naming;
        celery::Sender sender;
        sender.now = from_unix_ms(1'700'000'000'000) + clock_.elapsed();
        celery::Signature follower;
        follower.task = canvas.follower;
        follower.immutable = true;
        follower.kwargs["canvas"] = canvas.number;
        follower.options["task_id"] = body_of(canvas);
        const std::string group = fmt::format("canvas-{}", canvas.number);
        const bool is_chord = canvas.follower == kBody;
        if (is_chord) ask({"SET", celery::chord_keys(naming, group).size, std::to_string(canvas.parts.size())});
        std::int64_t index = 0;
        for (const std::string& id : canvas.parts) {
            auto message = celery::new_task(kPart, {}, {}, sender);
            message.id = id;
            if (canvas.delay > milliseconds(0)) message.eta = celery::iso_time(sender.now + canvas.delay);
            if (is_chord) {
                message.group = group;
                message.group_index = index++;
                message.embed.chord = follower;
            } else {
                message.embed.callbacks.emplace().push_back(follower);
            }
            ask({"LPUSH", "celery", cluster::write_message(message).text});
        }
    }
    bool has_failed(const Canvas& canvas) override {
        const auto text = ask({"GET", celery::result_key(celery::Naming(), body_of(canvas))}).text;
        const auto meta = celery::read_result(text);
        return meta && meta->status == celery::state::kFailure;
    }
    std::string misplaced() override {
        const celery::Naming naming;
        for (const redis::Reply& id : ask({"ZRANGE", "mss:state:ready", "0", "-1"}).elements) {
            const auto record = ask({"HMGET", "mss:task:" + id.text, "queue", "priority", "message"}).elements;
            const int priority = record.at(1).is_nil() ? 0 : std::stoi(record.at(1).text);
            const std::string list = celery::list_key(naming, record.at(0).text, priority);
            if (ask({"LPOS", list, record.at(2).text}).is_nil()) return id.text;
        }
        return {};
    }
    std::string litter() override {
        std::string found;
        for (const char* key : {"unacked", "unacked_index", "celery", "default", "other", "mss:delayed", "mss:garbage",
                                "mss:state:ready", "mss:state:running", "mss:running:a", "mss:running:c"})
            if (ask({"EXISTS", key}).integer != 0) found += fmt::format("{} ", key);
        for (const redis::Reply& key : ask({"KEYS", "mss:held:*"}).elements)
            found += key.text + " ";
        for (const redis::Reply& key : ask({"KEYS", "*\x06\x16*"}).elements)
            found += key.text + " ";
        return found;
    }

private:
    static RedisBench& the_bench() {
        static RedisBench bench;
        return bench;
    }
    // Not by chance, for a run to be the same again.
    static std::string body_of(const Canvas& canvas) { return uuid_of(canvas.parts.front()); }
    redis::Reply ask(const redis::Command& command) { return must(bench_.connection.call(command)); }

    RedisBench& bench_;
    const SimulatedClock& clock_;
    std::size_t turn_ = 0;
};

template <class T>
StandSort sort(std::string name) {
    return {std::move(name), [](SimulatedClock& clock) { return std::make_unique<T>(clock); }};
}

}  // namespace

std::vector<StandSort> stand_sorts() {
    return {sort<MemoryStand>("memory"), sort<SqliteStand>("sqlite"), sort<RedisStand>("redis")};
}

}  // namespace mss::simulation
