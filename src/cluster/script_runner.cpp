#include "cluster/script_runner.hpp"

#include <algorithm>
#include <iterator>

#include "cluster/scripts.hpp"

namespace mss::cluster {
namespace {

std::string whole(std::string_view script) {
    return std::string(script::kWrites) + std::string(script::kPrelude) + std::string(script::kAdoption) +
           std::string(script);
}

}  // namespace

Result<std::string> ScriptRunner::hash_of(std::string_view script) {
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = hashes_.find(script.data()); found != hashes_.end()) return found->second;
    }
    const redis::Command load{"SCRIPT", "LOAD", whole(script)};
    MSS_TRY_ASSIGN(const auto replies, pool_.call_all(std::span(&load, 1)));
    if (replies.front().is_error()) return std::unexpected(redis::failure_of(replies.front()));
    const std::scoped_lock lock(mutex_);
    return hashes_[script.data()] = replies.front().text;
}

Result<std::vector<redis::Reply>> ScriptRunner::run(std::string_view script, const json::Value& context,
                                                    const json::Value& request, redis::Command& words) {
    MSS_TRY_ASSIGN(std::string hash, hash_of(script));
    redis::Command command{"EVALSHA", std::move(hash), "0", json::print(context), json::print(request)};
    std::ranges::move(words, std::back_inserter(command));
    MSS_TRY_ASSIGN(auto replies, pool_.call_all(std::span(&command, 1)));
    if (replies.front().is_error() && replies.front().text.starts_with("NOSCRIPT")) {
        command[0] = "EVAL";
        command[1] = whole(script);
        MSS_TRY_ASSIGN(replies, pool_.call_all(std::span(&command, 1)));
    }
    if (replies.front().is_error()) {
        std::ranges::move(command.end() - std::ssize(words), command.end(), words.begin());
        return std::unexpected(redis::failure_of(replies.front()));
    }
    return std::move(replies.front().elements);
}

}  // namespace mss::cluster
