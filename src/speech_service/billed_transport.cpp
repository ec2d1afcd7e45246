#include "speech_service/billed_transport.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace mss::speech_service {

Result<http::Response> BilledTransport::fetch(const http::Request& request) {
    if (request.billed_characters == 0) return transport_.fetch(request);
    const auto characters = static_cast<std::int64_t>(request.billed_characters);
    MSS_TRY_ASSIGN(const std::string month, budget_.take(characters, request.cancel_fd));
    bool sent = false;
    http::Request watched = request;
    watched.sent = &sent;
    auto response = transport_.fetch(watched);
    // Where a gateway gave up, the service behind it may have spoken all the same.
    constexpr std::array kMayBeBilled{502, 504, 524};
    const bool refused =
        response && response->status >= 400 && std::ranges::find(kMayBeBilled, response->status) == kMayBeBilled.end();
    // Where this fails, too much stays counted, which does no harm.
    if (refused || (!response && !sent)) static_cast<void>(budget_.give_back(month, characters));
    // OpenAI says that a key has no credit left as it says "not so fast"; no wait helps against that.
    constexpr int kTooManyRequests = 429;
    if (response && response->status == kTooManyRequests && response->body.contains("insufficient_quota"))
        response->is_last_word = true;
    return response;
}

}  // namespace mss::speech_service
