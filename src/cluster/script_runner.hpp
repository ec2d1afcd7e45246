#pragma once
// ScriptRunner: runs scripts by their hash, and whole where the server does not have them yet (after its start, or when
// somebody flushed them). Shared (locked by mutex_).

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "cluster/connection_pool.hpp"

namespace mss::cluster {

class ScriptRunner {
public:
    explicit ScriptRunner(ConnectionPool& pool) : pool_(pool) {}

    /// The elements of its answer. `script` is one of scripts.hpp; `words` are arguments after the two of JSON. Errors:
    /// those of the connection and of the server; after these `words` are as they were.
    Result<std::vector<redis::Reply>> run(std::string_view script, const json::Value& context,
                                          const json::Value& request, redis::Command& words);

private:
    Result<std::string> hash_of(std::string_view script);

    ConnectionPool& pool_;
    std::mutex mutex_;
    std::map<const char*, std::string> hashes_;  ///< by the script's place
};

}  // namespace mss::cluster
