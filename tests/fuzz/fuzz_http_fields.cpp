// Any bytes as URLs and as header fields. An accepted URL is accepted again as it was normalised, and what is shown of
// any URL is one line without its fragment.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>

#include "http/address_policy.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mss;
    FuzzedDataProvider input(data, size);
    http::Response response;
    response.headers.push_back({"retry-after", input.ConsumeRandomLengthString(48)});
    const std::chrono::system_clock::time_point now{std::chrono::seconds(1'700'000'000)};
    if (const auto wait = http::retry_after(response, now)) require(wait->count() >= 0);

    const std::string text = input.ConsumeRemainingBytesAsString();
    const std::string shown = http::shown(text);
    require(shown.find_first_of("\n\r#") == std::string::npos);  // ill-formed bytes are shown as question marks
    const auto url = http::parse_url(text);
    if (!url) return 0;
    require(url->scheme == "http" || url->scheme == "https");
    require(!url->host.empty() && url->full.find_first_of(" \n\r\\#") == std::string::npos);
    const auto again = http::parse_url(url->full);
    require(again && again->origin() == url->origin() && again->full == url->full);
    return 0;
}
