#pragma once
// What words need of this machine before they can become a video: a voice that speaks them and fonts that draw them.
// Asked before an order is accepted, and again when the video is made. Blocking; each call asks the media process that
// it is given.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "media/media_process.hpp"
#include "media_protocol/picture.hpp"
#include "media_protocol/speech.hpp"
#include "model/script.hpp"

namespace mss::studio {

/// The voice that was asked for by its name; with an empty one the best of the language. Errors: invalid (there is
/// none, or it speaks another language), those of the media process.
Result<media_protocol::Voice> find_voice(media::MediaProcess& process, const std::string& name,
                                         const std::string& language);

/// Takes emoji that no installed font draws out of the words, with a notice; which fonts draw the rest. Errors: invalid
/// (other characters that none draws), those of the media process.
Result<media_protocol::FontCheckReply> fit_to_fonts(media::MediaProcess& process, model::Script& script,
                                                    std::vector<std::string>& notices);

}  // namespace mss::studio
