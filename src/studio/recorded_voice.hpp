#pragma once
// The voice of whoever made a video: a recording of the whole script, that speaks instead of a voice of this machine.
// Plain functions; any thread.

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "model/script.hpp"

namespace mss::studio {

/// How the recording is called in reports and credits.
inline constexpr const char* kRecordedVoice = "recording";

media_protocol::Voice recorded_voice(const std::string& language);

/// The SHA-256 of a recording, by which its stage is found again. Error: invalid (no such file, a folder, empty, one
/// that cannot be read).
Result<std::string> hash_recording(const std::filesystem::path& file);

/// What of a script's delivery a recording cannot follow, for the maker to know; nothing where it asks for nothing.
std::optional<std::string> undone_delivery(const model::Script& script);

/// The error in the words of whoever gave the file: names it, and says what helps.
Error recording_error(Error error, const std::filesystem::path& file);

}  // namespace mss::studio
