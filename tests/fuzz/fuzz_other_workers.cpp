// What other workers may answer of their queues and kinds of tasks: whatever it is, what is made of it stays bounded.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "celery/wire_json.hpp"
#include "cluster/other_workers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using mss::cluster::OtherWorkers;
    const auto answers = mss::celery::parse_wire({reinterpret_cast<const char*>(data), size});
    if (!answers) return 0;
    OtherWorkers others;
    others.take_queues(*answers);
    others.take_kinds(*answers);
    const auto ours = others.compare("us@here", {{.name = "a"}}, {mss::celery::queue_named("celery")});
    if (ours.workers.size() > OtherWorkers::kMost || ours.only_ours.size() > 1) std::abort();
    for (const auto& name : ours.only_theirs)
        if (name.empty()) std::abort();
    return 0;
}
