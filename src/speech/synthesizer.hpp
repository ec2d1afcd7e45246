#pragma once
// SpeechSynthesizer: the port behind which speech engines stand. Every engine passes the suite in synthesizer_test.cpp.
// Engines keep state for the whole process: one thread, in a child process of its own, one object an engine at a time.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"

namespace mss::speech {

/// Samples [begin, end) of an utterance.
struct Interval {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// One spoken sentence as the engine made it: any rate and level, silence at its ends.
struct Utterance {
    int sample_rate = 0;
    std::vector<float> samples;
    std::vector<std::optional<Interval>> times;  ///< one a reading, in order; nothing where the engine gave no time
};

class SpeechSynthesizer {
public:
    virtual ~SpeechSynthesizer() = default;

    /// The voices that this installation can speak with, best first within a language. Cheap.
    virtual std::vector<media_protocol::Voice> voices() const = 0;

    /// Loads what a voice needs, so that one that cannot speak is known before anything is spoken. Engines that need
    /// nothing but themselves are always ready. Errors: not_found (no such voice), unavailable, invalid (its files).
    virtual Result<void> prepare(const std::string& voice);

    /// Speaks one sentence given as one reading a written word (see reading.hpp; empty entries make no sound).
    /// `pace` 2 is twice as fast as the voice's own. Errors: not_found (no such voice), invalid (nothing in it that
    /// the voice can say), internal.
    virtual Result<Utterance> synthesize(const std::vector<std::string>& readings, const std::string& voice,
                                         double pace) = 0;
};

/// What engines that are more than a library need.
struct SpeechParts {
    std::filesystem::path voices_folder;  ///< of natural voices, one folder each; empty: there are none
    int threads = 1;                      ///< that compute a sentence of those
};

struct Synthesizers {
    std::vector<std::unique_ptr<SpeechSynthesizer>> engines;  ///< of this build, the preferred one first
    std::vector<std::string> troubles;  ///< of folders that hold a natural voice and cannot be used, for people
};
Synthesizers make_synthesizers(const SpeechParts& parts = {});

}  // namespace mss::speech
