#pragma once
// What words need of this machine before they can become a video: a voice that speaks them and fonts that draw them.
// Asked before an order is accepted, and again when the video is made. Blocking; each call asks the media process that
// it is given.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "media/media_process.hpp"
#include "media_protocol/picture.hpp"
#include "media_protocol/speech.hpp"
#include "model/script.hpp"
#include "speech_service/paid_speech.hpp"

namespace mss::studio {

/// False where the best of the language is wanted: for nothing, and for "auto".
bool names_a_voice(std::string_view voice);

/// The voice that was asked for by its name; without one the best of the language that costs nothing. `paid` may be
/// nullptr. Errors: invalid (there is none, or it speaks another language), those of the media process.
Result<media_protocol::Voice> find_voice(media::MediaProcess& process, const speech_service::PaidSpeech* paid,
                                         const std::string& name, const std::string& language);

struct UnspokenWords {
    const std::string& name;      ///< of the voice that was asked for
    const std::string& language;  ///< of the words
    const Error& error;           ///< why they were not spoken
};

/// Who speaks where `voice` did not: the best of the engines behind its own, with a notice. The error itself where the
/// voice is not to blame, where it was asked for by its name, and where there is no other. Errors: that one, those of
/// the media process.
Result<media_protocol::Voice> stand_in(media::MediaProcess& process, const media_protocol::Voice& voice,
                                       const UnspokenWords& words, std::vector<std::string>& notices);

/// Takes emoji that no installed font draws out of the words, with a notice; which fonts draw the rest. Errors: invalid
/// (other characters that none draws), those of the media process.
Result<media_protocol::FontCheckReply> fit_to_fonts(media::MediaProcess& process, model::Script& script,
                                                    std::vector<std::string>& notices);

}  // namespace mss::studio
