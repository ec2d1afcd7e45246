#pragma once
// The child's side of the control socket: reads one request after the other, does it, answers. Everything that
// touches foreign media, fonts, markup or codecs happens here, where a crash costs one stage and not the program.
// One thread; the render makes helper threads of its own.

#include "speech/synthesizer.hpp"

namespace mss::media_child {

/// Serves requests from `control` until its end of file, with the voices that `parts` bring. Returns the exit code: 0
/// at end of file, 1 where the socket broke or a request was not one.
int serve(int control, const speech::SpeechParts& parts);

}  // namespace mss::media_child
