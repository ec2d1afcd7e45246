#include "speech/voice_folder.hpp"

#include <algorithm>
#include <set>
#include <system_error>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"

namespace mss::speech {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDescriptionFile = "voice.json";
constexpr std::size_t kDescriptionBytesMax = 1U << 20U;
constexpr std::size_t kNameBytesMax = 60;
constexpr double kSlowest = 0.5;
constexpr double kFastest = 2;
constexpr std::string_view kEngine = "kokoro";

struct DescribedVoice {
    std::string name;
    std::string language;
    std::string description;
    std::string style;
    double speed = 1;
};
BOOST_DESCRIBE_STRUCT(DescribedVoice, (), (name, language, description, style, speed))

struct Description {
    std::string engine;
    std::string version;
    std::string runtime;
    std::string model;
    std::string phonemes;
    std::vector<DescribedVoice> voices;
};
BOOST_DESCRIBE_STRUCT(Description, (), (engine, version, runtime, model, phonemes, voices))

// A file inside the folder: a description that somebody copied must not lead anywhere else.
Result<fs::path> file_in(const fs::path& folder, std::string_view member, const std::string& name) {
    const fs::path path(name);
    const bool inside = !name.empty() && path.is_relative() && std::ranges::find(path, fs::path("..")) == path.end();
    if (!inside) return fail(Code::invalid, fmt::format("{} is no file in the folder", member));
    std::error_code error;
    if (!fs::is_regular_file(folder / path, error))
        return fail(Code::invalid, fmt::format("{} names {}, which is not there", member, utf8::printable(name, 80)));
    return folder / path;
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= kNameBytesMax && std::ranges::all_of(name, [](unsigned char letter) {
        return letter > ' ' && letter < 0x7F;  // it is typed at a terminal, and stands in a table
    });
}

Result<VoiceFolder> checked(const fs::path& folder, const Description& said) {
    if (said.engine != kEngine)
        return fail(Code::invalid, fmt::format("engine is \"{}\"; this program knows \"{}\"",
                                               utf8::printable(said.engine, 40), kEngine));
    VoiceFolder found{.folder = folder,
                      .version = said.version.empty() ? "unnamed" : said.version,
                      .runtime = {},
                      .model = {},
                      .phonemes = {},
                      .voices = {}};
    MSS_TRY_ASSIGN(found.runtime, file_in(folder, "runtime", said.runtime));
    MSS_TRY_ASSIGN(found.model, file_in(folder, "model", said.model));
    MSS_TRY_ASSIGN(found.phonemes, file_in(folder, "phonemes", said.phonemes));
    std::set<std::string> names;
    for (const DescribedVoice& voice : said.voices) {
        if (!is_name(voice.name) || !names.insert(voice.name).second)
            return fail(Code::invalid, fmt::format("\"{}\" is no name for a voice, or stands there twice",
                                                   utf8::printable(voice.name, 60)));
        const std::string language = text::language_tag(voice.language);
        if (language.empty())
            return fail(Code::invalid, fmt::format("the voice {} has no language such as en-US", voice.name));
        if (!(voice.speed >= kSlowest && voice.speed <= kFastest))
            return fail(Code::invalid,
                        fmt::format("the speed of {} is not from {} to {}", voice.name, kSlowest, kFastest));
        MSS_TRY_ASSIGN(fs::path style, file_in(folder, fmt::format("the style of {}", voice.name), voice.style));
        found.voices.push_back(
            {voice.name, language, utf8::printable(voice.description, 120), std::move(style), voice.speed});
    }
    if (found.voices.empty()) return fail(Code::invalid, "it names no voices");
    return found;
}

}  // namespace

Result<VoiceFolder> read_voice_folder(const fs::path& folder) {
    MSS_TRY_ASSIGN(const std::string bytes, read_file(folder / kDescriptionFile, kDescriptionBytesMax));
    const auto said = json::decode_text<Description>(bytes);
    auto found = said ? checked(folder, *said) : Result<VoiceFolder>(std::unexpected(said.error()));
    if (found) return found;
    return std::unexpected(found.error().with_context((folder / kDescriptionFile).string()));
}

VoiceFolders find_voice_folders(const fs::path& parent) {
    VoiceFolders all;
    auto entries = list_folder(parent);
    if (!entries) return all;
    std::ranges::sort(*entries, {}, [](const fs::directory_entry& entry) { return entry.path(); });
    for (const fs::directory_entry& entry : *entries) {
        std::error_code error;
        if (!entry.is_directory(error)) continue;
        auto folder = read_voice_folder(entry.path());
        if (folder)
            all.found.push_back(std::move(*folder));
        else if (folder.error().code != Code::not_found)
            all.troubles.push_back(folder.error().message);
    }
    return all;
}

}  // namespace mss::speech
