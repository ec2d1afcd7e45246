#include "studio/recorded_voice.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/utf8.hpp"

namespace mss::studio {
namespace {

std::string shown(const std::filesystem::path& file) {
    return utf8::printable(file.string(), 200);
}

}  // namespace

media_protocol::Voice recorded_voice(const std::string& language) {
    return {.name = kRecordedVoice,
            .engine = kRecordedVoice,
            .language = language,
            .description = "the maker's own voice",
            .version = {},
            .cost = 0};
}

Result<std::string> hash_recording(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
        return fail(Code::invalid, fmt::format("there is no recording \"{}\"", shown(file)));
    // A pipe or a device has no end that anybody knows.
    if (!std::filesystem::is_regular_file(status))
        return fail(Code::invalid, fmt::format("the recording \"{}\" is no file", shown(file)));
    if (std::filesystem::file_size(file, error) == 0 && !error)
        return fail(Code::invalid, fmt::format("the recording \"{}\" is empty", shown(file)));
    auto hash = sha256_file(file);
    if (!hash) return fail(Code::invalid, fmt::format("the recording \"{}\" cannot be read", shown(file)));
    return hash;
}

std::optional<std::string> undone_delivery(const model::Script& script) {
    const bool paced = script.pace != 1;
    const bool stressed = std::ranges::any_of(script.scenes, [](const auto& scene) { return !scene.emphasis.empty(); });
    if (!paced && !stressed) return std::nullopt;
    return fmt::format("the recording is heard as it was read aloud: the script's {} {} nothing in it",
                       paced && stressed ? "pace and emphasis" : (paced ? "pace" : "emphasis"),
                       paced && stressed ? "change" : "changes");
}

Error recording_error(Error error, const std::filesystem::path& file) {
    // What the file is to blame for is wrong use, whatever its class.
    if (error.code != Code::invalid && error.code != Code::too_large && error.code != Code::not_found) return error;
    error.code = Code::invalid;
    error.message = fmt::format("{} cannot be the voice: {}", shown(file), error.message);
    return error;
}

}  // namespace mss::studio
