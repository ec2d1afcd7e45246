#pragma once
// Long sentences, divided where a speaker would breathe, so that a picture changes at least every twelve seconds or so.
// Pure; any thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mss::writing {

/// Spoken words that one scene holds at most: about eleven seconds in any language, 28 words of English.
std::size_t scene_words_max(std::string_view language);

/// The text in parts of at most scene_words_max(), in order: whole sentences together where they fit, a
/// longer sentence divided before a clause. No word is changed or left out; a sentence that is hardly too long,
/// or has no such border, stays whole.
std::vector<std::string> spoken_parts(std::string_view text, std::string_view language);

/// As spoken_parts(), for the first words of a video: the title stands over the first part, and is read long before
/// eleven seconds are over. So what takes longer than seven is divided once more, behind its first sentence or at a
/// border inside it that nobody notices.
std::vector<std::string> opening_parts(std::string_view text, std::string_view language);

}  // namespace mss::writing
