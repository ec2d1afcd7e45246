#include "redis/sentinel.hpp"

#include <charconv>

#include "base/utf8.hpp"

namespace mss::redis {

Command ask_for_master(const std::string& name) {
    return {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", name};
}

Result<std::optional<Place>> read_master_place(const Reply& reply) {
    constexpr int kPortMax = 65'535;
    constexpr std::size_t kHostBytesMax = 255;
    if (reply.is_nil()) return std::nullopt;
    const auto strange = [] { return fail(Code::unavailable, "it answers as no Sentinel does"); };
    if (reply.elements.size() != 2) return strange();
    const std::string& host = reply.elements[0].text;
    const std::string& digits = reply.elements[1].text;
    if (host.empty() || host.size() > kHostBytesMax || utf8::printable(host, host.size()) != host) return strange();
    Place place{.host = host, .port = 0};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
    if (error != std::errc() || end != digits.data() + digits.size() || place.port <= 0 || place.port > kPortMax)
        return strange();
    return place;
}

Command subscribe_to_masters() {
    return {"SUBSCRIBE", "+switch-master"};
}

// ["message", "+switch-master", "name old-host old-port new-host new-port"]
bool tells_of_other_master(const Reply& message, std::string_view name) {
    if (message.elements.size() != 3 || message.elements[0].text != "message") return false;
    const std::string_view text = message.elements[2].text;
    return text.starts_with(name) && text.substr(name.size()).starts_with(' ');
}

bool says_master(const Reply& role) {
    return !role.elements.empty() && role.elements.front().text == "master";
}

bool says_cluster(const Reply& info) {
    return info.kind == Reply::Kind::text && info.text.find("cluster_enabled:1") != std::string::npos;
}

}  // namespace mss::redis
