#pragma once
// Delivery: how the writer of a script wants its words to be said. Pure; any thread.

#include <cstddef>
#include <string>
#include <vector>

#include "media_protocol/speech.hpp"
#include "speech/synthesizer.hpp"

namespace mss::speech {

/// The numbers of the words that `emphasis` names, in order.
std::vector<std::size_t> emphasised(const std::vector<std::string>& words, const std::vector<std::string>& emphasis,
                                    const std::string& language);

/// A short rest before each of these words, as a speaker makes one. Words without a time get none.
void rest_before(Utterance& utterance, const std::vector<std::size_t>& words);

/// These words louder by 3 dB, or by as much as fits below -1 dBFS. Samples at 48 kHz; length and timing stay.
void raise(std::vector<float>& samples, const std::vector<media_protocol::SpokenWord>& words,
           const std::vector<std::size_t>& raised);

}  // namespace mss::speech
