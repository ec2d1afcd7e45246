#pragma once
// Speaker: sentences in, levelled narration files and word times out; the engines stay loaded between sentences.
// Confined to one thread, one object a process (the engines have state for the whole process; run it in a child).

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "speech/synthesizer.hpp"

namespace mss::speech {

class Speaker {
public:
    explicit Speaker(const SpeechParts& parts = {});

    /// The voices of this installation for a language (BCP 47; a region is a wish, not a filter), best first; of all
    /// languages where none is named. A language that nobody here speaks gives an empty list.
    media_protocol::VoicesReply voices(const media_protocol::VoicesRequest& request) const;

    /// Makes a voice ready to speak. Errors: not_found (no such voice), unavailable, invalid (its files).
    Result<media_protocol::VoiceCheckReply> prepare(const media_protocol::VoiceCheckRequest& request);

    /// Speaks one sentence into `request.output`. Errors: invalid (nothing to say, not UTF-8, a voice of another
    /// language), too_large (over 8 KiB), not_found (no such voice), io, internal.
    Result<media_protocol::SpeechReply> speak(const media_protocol::SpeechRequest& request);

    /// How a voice says these words, as its engine makes it: one time, or nothing, a word. Errors: invalid (nothing
    /// that the voice can say), too_large, not_found (no such voice), internal.
    Result<Utterance> utter(const std::vector<std::string>& words, const std::string& language,
                            const std::string& voice, double pace = 1);

private:
    SpeechSynthesizer* engine_of(const std::string& voice) const;

    std::vector<std::unique_ptr<SpeechSynthesizer>> engines_;
    std::vector<std::string> troubles_;
};

}  // namespace mss::speech
