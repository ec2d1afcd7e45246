#pragma once
// Alignment: the words of a recording that was made elsewhere, found in its sound. Plain functions; any thread.

#include "base/result.hpp"
#include "media_protocol/speech.hpp"

namespace mss::speech {

/// Brings a recording into the form in which a voice here answers, into `request.output`: mono, levelled, without
/// silence at its ends, a time for each word. Errors: invalid (no words, not UTF-8, no sound, times that do not fit the
/// words), not_found (the file), too_large, io, internal.
Result<media_protocol::SpeechReply> align(const media_protocol::AlignmentRequest& request);

}  // namespace mss::speech
