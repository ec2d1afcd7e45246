#pragma once
// Alignment: the words of a recording that was made elsewhere, found in its sound. Confined to the speaker's thread.

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "speech/speaker.hpp"
#include "speech/word_search.hpp"

namespace mss::speech {

/// Brings a recording into the form in which a voice here answers, into `request.output`: mono, levelled, without
/// silence at its ends, a time for each word. Where none are given, they are found in the sound; where that is not
/// possible, since nobody here knows how the language sounds or the words do not seem to be these, they share the time
/// by their lengths. Errors: invalid (no words, not UTF-8, no sound, times that do not fit the words), not_found (the
/// file), too_large, io, internal.
Result<media_protocol::SpeechReply> align(const media_protocol::AlignmentRequest& request, Speaker& speaker,
                                          const SearchProgress& progress);

}  // namespace mss::speech
