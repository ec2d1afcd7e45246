#pragma once
// Whether the voice that was asked for exists and speaks the language of the words. Asked before words are written, so
// that nobody waits for a script that nobody can speak. Any thread that `find` may be called on.

#include <functional>
#include <string>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"

namespace mss::cli {

/// The voices of a language; of an empty one: all.
using FindVoices = std::function<Result<media_protocol::VoicesReply>(const std::string& language)>;

/// `voice` empty: any; `language` empty: not known yet. Errors: invalid, naming the voices that there are for the
/// language; those of `find`.
Result<void> check_voice(const FindVoices& find, const std::string& voice, const std::string& language);

/// What is said where no voice speaks a language, with the commands that help; `others` as in studio::no_voice_for.
Error no_voice_error(const std::string& language, const std::vector<media_protocol::Voice>& others = {});

}  // namespace mss::cli
