#pragma once
// Own recording: a whole script that somebody read aloud, cut into the sentences that a voice here would have spoken.
// Confined to the speaker's thread.

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "speech/speaker.hpp"
#include "speech/word_search.hpp"

namespace mss::speech {

/// Finds the words, levels the recording as a whole and writes each sentence with a little of the pauses around it.
/// Errors: invalid (no words, no sound, other words or not all of them), not_found (the file), too_large, io, internal.
Result<media_protocol::RecordingReply> cut_recording(const media_protocol::RecordingRequest& request, Speaker& speaker,
                                                     const SearchProgress& progress);

}  // namespace mss::speech
