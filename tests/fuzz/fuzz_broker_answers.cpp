// What a server, or something that passes for one, says of itself and what Sentinels say of the master: any replies,
// and any text of INFO.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "redis/reply_reader.hpp"
#include "redis/sentinel.hpp"
#include "redis/server_facts.hpp"

namespace {

using namespace mss;

void require(bool holds) {
    if (!holds) std::abort();
}

void look_at(const redis::Reply& reply) {
    if (const auto place = redis::read_master_place(reply); place && *place) {
        require(!(*place)->host.empty() && (*place)->port > 0 && (*place)->port < 65'536);
        // What a Sentinel names is shown to people.
        redis::Endpoint endpoint;
        endpoint.host = (*place)->host;
        endpoint.port = (*place)->port;
        require(redis::shown(endpoint).find('\n') == std::string::npos);
    }
    static_cast<void>(redis::tells_of_other_master(reply, "videos"));
    static_cast<void>(redis::says_master(reply));
    static_cast<void>(redis::says_cluster(reply));
    for (const redis::Reply& element : reply.elements)
        look_at(element);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    redis::ServerFacts facts;
    redis::read_info(text, facts);
    static_cast<void>(redis::is_at_least(facts.version, 6, 0, 6));
    redis::ReplyReader reader(1U << 20U);
    if (!reader.feed(text)) return 0;
    while (true) {
        const auto reply = reader.next();
        if (!reply || !*reply) return 0;
        look_at(**reply);
    }
}
