#pragma once
// The sounds of English in the alphabet that the Kokoro voices were taught: one letter a diphthong, no length in
// American speech. Pure; any thread; never fails.

#include <string>
#include <string_view>

#include "speech/espeak_phonemes.hpp"

namespace mss::speech {

/// From what EspeakPhonemes gives. Letters that the alphabet has no other one for stay as they are.
std::u32string kokoro_phonemes(std::string_view sounds, Accent accent);

}  // namespace mss::speech
