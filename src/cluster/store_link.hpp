#pragma once
// StoreLink: the way from a store to its server: scripts with the context that all of them share, plain reads, the
// doorbell, and what time the server has. Shared (locked by mutex_ and by its parts).

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cluster/connection_pool.hpp"
#include "cluster/redis_doorbell.hpp"
#include "cluster/redis_task_store.hpp"
#include "cluster/script_runner.hpp"
#include "cluster/task_record.hpp"

namespace mss::cluster {

class StoreLink {
public:
    explicit StoreLink(RedisStoreOptions options);

    /// What a script answers behind the first two elements; rings where it changed something. `words`: further
    /// arguments, as they are.
    Result<std::vector<redis::Reply>> run(std::string_view script, json::Object request, redis::Command words = {});
    /// For each its reply; an error of the server is one of all.
    Result<std::vector<redis::Reply>> read(std::span<const redis::Command> commands);
    Result<redis::Reply> read(redis::Command command);
    /// A record each, or nothing where there is none.
    Result<std::vector<std::optional<TaskRecord>>> records(std::span<const std::string> ids);

    /// "mss:" and a name, behind the prefix.
    std::string key(std::string_view name) const;
    /// The server's time, kept up by every script; asked for where that is long ago.
    Result<Timestamp> now();
    celery::Sender sender(Timestamp now) const;

    const RedisStoreOptions options;

private:
    json::Object context(bool refuses) const;
    Result<void> fill_in_messages(std::span<std::optional<TaskRecord>> records);
    void learn_time(Timestamp server);
    /// True where keys that held something else were set aside, so that what failed is worth another try.
    bool mended_after(const Error& error);

    const std::string self_;
    ConnectionPool pool_;
    ScriptRunner runner_;
    SystemClock system_;
    std::mutex mutex_;
    std::optional<std::chrono::milliseconds> ahead_;   ///< the server's calendar less our uptime
    std::chrono::milliseconds learned_{};              ///< the uptime at that moment
    std::optional<std::chrono::milliseconds> mended_;  ///< the uptime when strange keys were looked for last

public:
    RedisDoorbell bell;
};

}  // namespace mss::cluster
