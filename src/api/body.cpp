#include "api/body.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/ascii.hpp"

namespace mss::api {

std::expected<json::Value, Problem> json_body(const http_server::Request& request) {
    const std::string_view type = request.fields.find("Content-Type");
    const std::string media_type = ascii::to_lower(type.substr(0, type.find(';')));
    if (!media_type.empty() && media_type.find("json") == std::string::npos)
        return std::unexpected(
            Problem(415, "unsupported_media_type", "Send JSON, with Content-Type: application/json."));
    auto value = json::parse(request.body);
    if (!value) return std::unexpected(Problem(400, "malformed", "The body is no JSON: " + value.error().message));
    if (!value->is_object()) return std::unexpected(Problem(400, "malformed", "The body must be a JSON object."));
    return std::move(*value);
}

std::expected<std::int64_t, Problem> number_in(const http_server::Request& request, std::string_view name,
                                               std::int64_t usual, std::int64_t least, std::int64_t most) {
    const auto written = request.parameter(name);
    if (!written) return usual;
    std::int64_t number = 0;
    const char* const last = written->data() + written->size();
    const auto [end, error] = std::from_chars(written->data(), last, number);
    if (error == std::errc() && end == last && number >= least && number <= most) return number;
    return std::unexpected(
        invalid({{fmt::format("/{}", name), fmt::format("{} is a whole number from {} to {}.", name, least, most)}}));
}

std::expected<bool, Problem> flag_in(const http_server::Request& request, std::string_view name) {
    const auto written = request.parameter(name);
    if (!written || *written == "0") return false;
    if (written->empty() || *written == "1") return true;
    return std::unexpected(invalid({{fmt::format("/{}", name), fmt::format("{} is 0 or 1.", name)}}));
}

}  // namespace mss::api
