#pragma once
// OpenAiSpeech: whatever answers to OpenAI's "create speech"
// (https://platform.openai.com/docs/api-reference/audio/createSpeech): its own service and the many servers that speak
// its language. It answers with a sound file and tells no times.

#include <string_view>
#include <vector>

#include "http/transport.hpp"
#include "speech_service/service.hpp"

namespace mss::speech_service {

class OpenAiSpeech : public SpeechService {
public:
    OpenAiSpeech(http::HttpTransport& transport, ServiceSettings settings)
        : transport_(transport), settings_(std::move(settings)) {}

    Result<Recording> speak(const Sentence& sentence, int cancel_fd) const override;

private:
    http::HttpTransport& transport_;
    const ServiceSettings settings_;
};

/// What lets the key be known to the service; nothing where there is none.
std::vector<http::Header> openai_key(const ServiceSettings& settings);

/// The recording in an answer. Errors: bad_answer.
Result<Recording> parse_openai_answer(std::string_view body);

}  // namespace mss::speech_service
