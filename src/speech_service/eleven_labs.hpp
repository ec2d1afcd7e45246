#pragma once
// ElevenLabsSpeech: ElevenLabs' "create speech with timing"
// (https://elevenlabs.io/docs/api-reference/text-to-speech/convert-with-timestamps), which tells when each character
// sounds.

#include <string>
#include <string_view>
#include <vector>

#include "http/transport.hpp"
#include "speech_service/service.hpp"

namespace mss::speech_service {

class ElevenLabsSpeech : public SpeechService {
public:
    ElevenLabsSpeech(http::HttpTransport& transport, ServiceSettings settings)
        : transport_(transport), settings_(std::move(settings)) {}

    Result<Recording> speak(const Sentence& sentence, int cancel_fd) const override;

private:
    http::HttpTransport& transport_;
    const ServiceSettings settings_;
};

/// The address to which a question's own path is added; the settings may name it with the version or without.
std::string elevenlabs_base(const ServiceSettings& settings);

/// What lets the key be known to the service; nothing where there is none.
std::vector<http::Header> elevenlabs_key(const ServiceSettings& settings);

/// The recording in an answer, and the times of `words`, the written words of what was said. Without times where the
/// answer has none, or where its characters are not those of the words. Errors: bad_answer (no JSON, no Base64, no
/// sound, times that are in no order or not as many as characters).
Result<Recording> parse_elevenlabs_answer(std::string_view body, const std::vector<std::string>& words);

/// The nearest pace that the service takes.
double elevenlabs_pace(double pace);

}  // namespace mss::speech_service
