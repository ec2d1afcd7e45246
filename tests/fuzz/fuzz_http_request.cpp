// Any bytes as what a connection brings: however they are cut into pieces, the parser takes the same requests from
// them, within its limits. Any bytes as the fields that ask for a part, a condition or a coding.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http_server/coding.hpp"
#include "http_server/conditional.hpp"
#include "http_server/request_parser.hpp"
#include "http_server/syntax.hpp"
#include "http_server/target.hpp"

namespace {

using namespace mss::http_server;
using State = RequestParser::State;

constexpr ParseLimits kLimits{.head_bytes_max = 512, .target_bytes_max = 64, .body_bytes_max = 64};

void require(bool holds) {
    if (!holds) std::abort();
}

struct Seen {
    State state = State::idle;
    Request request;
    bool keep_alive = false;
    std::size_t taken = 0;
};

// The requests of a connection; the last one may be unfinished. `piece` gives the sizes of its reads, 0 for all.
template <class Piece>
std::vector<Seen> requests_of(std::string_view bytes, Piece piece) {
    std::vector<Seen> all;
    std::string incoming;
    std::size_t read = 0;
    while (all.size() < 4) {
        RequestParser parser(kLimits);
        while (parser.feed(incoming) != State::done && parser.state() != State::refused && !bytes.empty()) {
            std::size_t count = piece();
            if (count == 0 || count > bytes.size()) count = bytes.size();
            incoming += bytes.substr(0, count);
            bytes.remove_prefix(count);
            read += count;
        }
        all.push_back({.state = parser.state(),
                       .request = parser.request(),
                       .keep_alive = parser.keep_alive(),
                       .taken = read - incoming.size()});
        if (parser.state() != State::done) break;
    }
    return all;
}

void check_request(const Request& request) {
    require(request.path == "*" || request.path.starts_with('/'));
    require(!request.path.contains('\0') && !request.path.contains('\\'));
    require(request.target.size() <= kLimits.target_bytes_max && request.body.size() <= kLimits.body_bytes_max);
    for (const auto& [name, value] : request.fields.all())
        require(is_token(name) && is_field_value(value) && trimmed(value) == value);
    request.cookie("a");
}

void check_parser(std::string_view bytes, FuzzedDataProvider& sizes) {
    const auto whole = requests_of(bytes, [] { return std::size_t{0}; });
    const auto pieces = requests_of(bytes, [&] { return sizes.ConsumeIntegralInRange<std::size_t>(1, 9); });
    require(whole.size() == pieces.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        require(whole[i].state == pieces[i].state);
        if (whole[i].state != State::done) continue;
        require(whole[i].taken == pieces[i].taken && whole[i].keep_alive == pieces[i].keep_alive);
        require(whole[i].request.target == pieces[i].request.target);
        require(whole[i].request.fields.all() == pieces[i].request.fields.all());
        require(whole[i].request.body == pieces[i].request.body);
        check_request(whole[i].request);
    }
}

void check_fields(FuzzedDataProvider& input) {
    Request request;
    for (const char* name :
         {"Range", "If-Range", "If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since"})
        if (std::string value = input.ConsumeRandomLengthString(40); !value.empty())
            request.fields.add(name, std::move(value));
    const auto size = input.ConsumeIntegral<std::uint64_t>();
    const HttpTime modified{std::chrono::seconds(784'111'777)};
    ByteRange range;
    if (range_of(request, size, "\"a\"", modified, range) == RangeOutcome::part)
        require(range.length > 0 && range.first < size && range.length <= size - range.first);
    is_not_modified(request, "\"a\"", modified);
    is_another_version(request, "\"a\"", modified);
    const std::string accept = input.ConsumeRandomLengthString(40);
    const std::string_view coding = chosen_coding(accept, {"br", "gzip"});
    require(coding.empty() || coding == "br" || coding == "gzip");
}

void check_target(const std::string& text) {
    const auto target = parse_target(text);
    if (!target) return;
    require(target->path == "*" || target->path.starts_with('/'));
    require(!("/" + target->path + "/").contains("/../"));
    require(text.find_first_of(std::string_view("\0\r\n #", 5)) == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);  // numbers are taken from its end, text from its front
    const std::string bytes = input.ConsumeRandomLengthString(2048);
    check_target(bytes);
    check_fields(input);
    check_parser(bytes, input);
    return 0;
}
