#pragma once
// SpeechService: the port to a voice on another machine that is paid by the character. Implementations are shared (any
// thread may call) as their transport is, and block. The key goes into one header and nowhere else: no error holds it.
// Errors name the setting that mends them: invalid (key, voice, model or address refused), forbidden (no credit, or the
// budget is spent), rate_limited (later; with the time where the service told it), unavailable (broken), bad_answer
// (unreadable answers, no sound in them), timeout, cancelled, too_large.

#include <chrono>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"

namespace mss::speech_service {

/// What a service is asked to say.
struct Sentence {
    std::string text;      ///< UTF-8, as written
    std::string language;  ///< BCP 47; by it the words are told apart
    std::string voice;     ///< as the service names it
    double pace = 1;       ///< 2 is twice as fast as the voice's own
};

/// What it answered.
struct Recording {
    std::string bytes;                             ///< a sound file
    std::string suffix;                            ///< of such a file, such as "wav"
    std::vector<media_protocol::GivenTime> times;  ///< one a written word; empty: the service told none
};

/// How a service is reached.
struct ServiceSettings {
    std::string base_url;  ///< such as "https://api.openai.com/v1" or "https://api.elevenlabs.io"
    std::string key;       ///< may be empty, as for a server on this machine
    std::string model;
    std::chrono::milliseconds timeout{60'000};  ///< for one sentence
};

class SpeechService {
public:
    virtual ~SpeechService() = default;
    /// `cancel_fd` (or -1) readable: nobody wants it any more.
    virtual Result<Recording> speak(const Sentence& sentence, int cancel_fd) const = 0;
};

}  // namespace mss::speech_service
