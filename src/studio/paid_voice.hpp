#pragma once
// Paid voices beside those of this machine: they are listed behind them, chosen only by their name, and what their
// service says is brought into form by the media process, which has no network and no key. Blocking; on the thread of
// the media process that is given. `paid` may be nullptr: there are none.

#include <string>

#include "base/json.hpp"
#include "base/result.hpp"
#include "media/media_process.hpp"
#include "media_protocol/speech.hpp"
#include "speech_service/paid_speech.hpp"

namespace mss::studio {

/// The voices of a language, or of all; the paid ones last. Errors: those of the media process.
Result<media_protocol::VoicesReply> list_voices(media::MediaProcess& process, const speech_service::PaidSpeech* paid,
                                                const std::string& language);

/// One sentence into `request.output`, by a voice of either kind; a SpeechReply. Errors: those of the media process and
/// of PaidSpeech::speak, as unspoken() tells them; bad_answer (what the service sent cannot be used, and is not kept).
Result<json::Value> say(media::MediaProcess& process, const speech_service::PaidSpeech* paid,
                        const media_protocol::SpeechRequest& request, int cancel_fd);

/// What a service is sent of a sentence: its words, those in place that its pronunciations name. The same as `request`
/// where there are none.
media_protocol::SpeechRequest sent_to_service(const media_protocol::SpeechRequest& request);

/// Why the service of a paid voice said nothing of use: its own error, or one of Budget, with the voice before it.
Error unspoken(std::string_view voice, const Error& error);

/// Whether a message is one of those, of the voice of this name.
bool is_unspoken(std::string_view message, std::string_view voice);

}  // namespace mss::studio
