#include "http_server/conditional.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "base/ascii.hpp"
#include "http_server/syntax.hpp"

namespace mss::http_server {
namespace {

constexpr const char* kDateForm = "%a, %d %b %Y %H:%M:%S GMT";

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

// Weak comparison (RFC 9110, 8.8.3.2).
bool any_matches(std::string_view list, std::string_view etag) {
    return std::ranges::any_of(list_members(list),
                               [&](std::string_view tag) { return without_weakness(tag) == without_weakness(etag); });
}

std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    const char* const first = digits.data();
    const char* const last = first + digits.size();
    const auto [end, error] = std::from_chars(first, last, value);
    if (error != std::errc() || end != last || !std::ranges::all_of(digits, ascii::is_digit)) return std::nullopt;
    return value;
}

// The part still belongs to what the client has: by strong comparison, or by its exact date.
bool if_range_holds(std::string_view condition, std::string_view etag, HttpTime modified) {
    if (condition.empty()) return true;
    if (condition.starts_with('"') || condition.starts_with("W/")) return condition == etag && etag.starts_with('"');
    return parse_http_date(condition) == modified;
}

}  // namespace

std::string http_date(HttpTime time) {
    const std::time_t seconds = time.time_since_epoch().count();
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::string text(40, '\0');
    text.resize(std::strftime(text.data(), text.size(), kDateForm, &parts));
    return text;
}

std::optional<HttpTime> parse_http_date(std::string_view text) {
    const std::string copy(text);
    std::tm parts{};
    const char* end = ::strptime(copy.c_str(), kDateForm, &parts);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return HttpTime(std::chrono::seconds(::timegm(&parts)));
}

bool is_another_version(const Request& request, std::string_view etag, HttpTime modified) {
    if (const auto wanted = request.fields.find("If-Match"); request.fields.has("If-Match")) {
        // Strong comparison (RFC 9110, 13.1.1).
        const auto is_this = [&](std::string_view tag) { return etag.starts_with('"') && tag == etag; };
        return wanted != "*" && !std::ranges::any_of(list_members(wanted), is_this);
    }
    const auto since = parse_http_date(request.fields.find("If-Unmodified-Since"));
    return since && modified > *since;
}

bool is_not_modified(const Request& request, std::string_view etag, std::optional<HttpTime> modified) {
    if (request.method != Method::get && request.method != Method::head) return false;
    if (const auto known = request.fields.find("If-None-Match"); request.fields.has("If-None-Match"))
        return known == "*" || (!etag.empty() && any_matches(known, etag));
    if (!modified || !request.fields.has("If-Modified-Since")) return false;
    const auto since = parse_http_date(request.fields.find("If-Modified-Since"));
    return since && *modified <= *since;
}

RangeOutcome range_of(const Request& request, std::uint64_t size, std::string_view etag, HttpTime modified,
                      ByteRange& range) {
    const std::string_view written = request.fields.find("Range");
    constexpr std::string_view kUnit = "bytes=";
    if (request.method != Method::get || !same_word(written.substr(0, kUnit.size()), kUnit)) return RangeOutcome::whole;
    if (!if_range_holds(request.fields.find("If-Range"), etag, modified)) return RangeOutcome::whole;
    const std::string_view spec = trimmed(written.substr(kUnit.size()));
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return RangeOutcome::whole;
    const std::string_view from = spec.substr(0, dash);
    const std::string_view to = spec.substr(dash + 1);
    if (from.empty()) {
        const auto last = number(to);
        if (!last) return RangeOutcome::whole;
        if (*last == 0 || size == 0) return RangeOutcome::unsatisfiable;
        range.length = std::min(*last, size);
        range.first = size - range.length;
        return RangeOutcome::part;
    }
    const auto first = number(from);
    const auto last = to.empty() ? std::optional(size - 1) : number(to);
    if (!first || !last || (!to.empty() && *last < *first)) return RangeOutcome::whole;
    if (*first >= size) return RangeOutcome::unsatisfiable;
    range.first = *first;
    range.length = std::min(*last, size - 1) - *first + 1;
    return RangeOutcome::part;
}

}  // namespace mss::http_server
