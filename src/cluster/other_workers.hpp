#pragma once
// OtherWorkers: what the other workers of a broker answered of their queues and of the kinds of tasks that they know,
// and where that differs from one worker of its own queues: there a task may come to a worker that does not know it.
// Confined to one thread.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "celery/worker_info.hpp"

namespace mss::cluster {

class OtherWorkers {
public:
    static constexpr std::size_t kMost = 1'000;       ///< workers; what more there are is passed over
    static constexpr std::size_t kNamesMost = 5'000;  ///< of a worker
    static constexpr std::size_t kNameBytesMax = 255;

    /// Answers to "active_queues" and to "registered": a list by worker. What is none is passed over.
    void take_queues(const json::Value& answers);
    void take_kinds(const json::Value& answers);

    /// Of the workers of these queues that told of their kinds; all in the order of the alphabet.
    struct Differences {
        std::set<std::string> only_theirs;  ///< kinds that at least one of them knows, and we do not
        std::set<std::string> only_ours;    ///< kinds that we know, and at least one of them does not
        std::set<std::string> workers;      ///< of which any of this is so
    };
    Differences compare(std::string_view own_name, const std::vector<celery::RegisteredTask>& kinds,
                        const std::vector<celery::QueueInfo>& queues) const;

private:
    struct Told {
        std::set<std::string> queues;
        std::set<std::string> kinds;
        bool of_kinds = false;
    };

    Told* of(std::string_view worker);

    std::map<std::string, Told, std::less<>> told_;
};

}  // namespace mss::cluster
