#pragma once
// For tests: a Redis server of their own, stores over it, and a plain connection on which they do what programs of
// Celery do. Throws where something fails that must not. Confined to the test's thread.

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "celery/keys.hpp"
#include "cluster/redis_task_store.hpp"
#include "redis/connection.hpp"
#include "support/redis_server.hpp"

namespace mss::cluster::test {

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message + " (" + result.error().detail + ")");
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline tasks::WorkerCard card_of(std::string id, std::vector<std::string> queues = {}) {
    tasks::WorkerCard card;
    card.id = std::move(id);
    card.host = "here";
    card.queues = std::move(queues);
    return card;
}

class StoreTest : public testing::Test {
protected:
    RedisStoreOptions options() const {
        RedisStoreOptions options;
        options.endpoint = must(redis::parse_endpoint(server_.address()));
        options.naming = naming_;
        options.clock = &clock_;
        return options;
    }
    std::unique_ptr<RedisTaskStore> open_store(RedisStoreOptions options) {
        return must(RedisTaskStore::open(std::move(options)));
    }
    /// With workers "w1" and "w2".
    RedisTaskStore& store() {
        if (!store_) {
            store_ = open_store(options());
            for (const char* worker : {"w1", "w2"})
                must(store_->register_worker(card_of(worker)));
        }
        return *store_;
    }
    /// What a program of Celery would ask the server.
    redis::Reply redis(const redis::Command& command) {
        if (!connection_)
            connection_ = std::make_unique<redis::Connection>(
                must(redis::Connection::open(must(redis::parse_endpoint(server_.address())), {})));
        return must(connection_->call(command));
    }
    std::vector<tasks::ClaimedTask> claim(std::vector<std::string> names, const std::string& worker = "w1",
                                          int most = 10) {
        tasks::ClaimRequest request;
        request.worker = worker;
        request.names = std::move(names);
        request.most = most;
        return must(store().claim(request));
    }
    bool settle(const tasks::Claim& claim, tasks::Ending ending, std::string result = "true") {
        tasks::Settlement settlement;
        settlement.claim = claim;
        settlement.outcome.ending = ending;
        if (ending == tasks::Ending::succeeded) settlement.outcome.result = std::move(result);
        return must(store().settle(std::span(&settlement, 1), 0.5)).at(0);
    }
    std::string enqueue(std::string queue = "celery", std::string arguments = "{}") {
        tasks::TaskCall call;
        call.name = "ours";
        call.queue = std::move(queue);
        call.arguments = std::move(arguments);
        call.priority = 0;
        return must(store().enqueue(std::span(&call, 1))).front();
    }
    tasks::Task task(std::string_view id) { return must(store().find(id)).value(); }

    mss::test::RedisServer server_;
    ManualClock clock_;
    celery::Naming naming_;
    std::unique_ptr<RedisTaskStore> store_;
    std::unique_ptr<redis::Connection> connection_;
};

}  // namespace mss::cluster::test
