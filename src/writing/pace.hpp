#pragma once
// How fast a narration is spoken, for planning lengths before anything is heard. Pure; any thread; never fails.

#include <cstddef>
#include <string_view>

namespace mss::writing {

/// Words, as text::spoken_words() counts them, that a voice of the language says in a second; pauses between sentences
/// come on top. Languages with long words have fewer.
double words_per_second(std::string_view language);

/// How long a text takes to speak, pauses between sentences included, in seconds.
double spoken_seconds(std::size_t words, std::size_t sentences, std::string_view language);

}  // namespace mss::writing
