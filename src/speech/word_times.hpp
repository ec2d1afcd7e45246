#pragma once
// From the times that an engine gave to a span for every written word. Pure; any thread. Error: invalid, where there
// is less sound than words.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "speech/synthesizer.hpp"

namespace mss::speech {

/// Spans for all words, in order, without overlap, each at least one sample, all within `samples`, ends pulled in to
/// the last sound. A word without a time of its own shares its neighbour's by length; where no word has one, all share
/// the sounding part.
Result<std::vector<media_protocol::SpokenWord>> place_words(const std::vector<std::string>& words,
                                                            const std::vector<std::optional<Interval>>& times,
                                                            const std::vector<float>& samples);

}  // namespace mss::speech
