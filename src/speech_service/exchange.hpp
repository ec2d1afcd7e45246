#pragma once
// One question to a speech service, and what its refusals mean. Any thread; blocks.

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "http/transport.hpp"
#include "speech_service/service.hpp"

namespace mss::speech_service {

/// The longest answer: ten minutes of sound as Base64.
inline constexpr std::size_t kAnswerBytesMax = 32U << 20U;

/// The settings' base address without the slashes at its end.
std::string base_of(const ServiceSettings& settings);

/// Fills in what every request has (time, limits, how often) and sends it; an answer that is not 200 is an error.
/// Errors: of SpeechService::speak.
Result<http::Response> exchange(http::HttpTransport& transport, const ServiceSettings& settings,
                                const Sentence& sentence, http::Request request, int cancel_fd);

/// Why the service answered so, for people. What it said itself goes into the detail, unless that shows its key.
Error refusal(const http::Response& response, const ServiceSettings& settings, const Sentence& sentence);

}  // namespace mss::speech_service
