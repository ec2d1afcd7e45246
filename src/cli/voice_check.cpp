#include "cli/voice_check.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "config/option.hpp"
#include "studio/no_voice.hpp"
#include "studio/prerequisites.hpp"
#include "voices/kokoro.hpp"

namespace mss::cli {
namespace {

using media_protocol::Voice;

constexpr std::size_t kVoicesNamed = 5;  // best first; mss voices lists the rest

const Voice* find_name(const std::vector<Voice>& voices, std::string_view name) {
    const auto found = std::ranges::find(voices, name, &Voice::name);
    return found == voices.end() ? nullptr : &*found;
}

std::string names_of(const std::vector<Voice>& voices) {
    std::string names;
    for (std::size_t i = 0; i < std::min(voices.size(), kVoicesNamed); ++i)
        names += (i == 0 ? "" : ", ") + voices[i].name;
    return names + (voices.size() > kVoicesNamed ? ", ..." : "");
}

std::unexpected<Error> no_such_voice(const std::string& voice, const std::vector<Voice>& all) {
    std::vector<std::string_view> names;
    names.reserve(all.size());
    for (const Voice& known : all)
        names.push_back(known.name);
    const auto likely = config::nearest(voice, names);
    std::string hint = likely.empty() ? "" : fmt::format("; did you mean {}?", likely);
    if (voices::is_kokoro_voice(voice)) hint = "; mss voices install kokoro brings it";
    return fail(Code::invalid, fmt::format("--voice: there is no voice \"{}\"{} (mss voices lists them)",
                                           utf8::printable(voice, 60), hint));
}

}  // namespace

Result<void> check_voice(const FindVoices& find, const std::string& given, const std::string& language) {
    const std::string voice = studio::names_a_voice(given) ? given : std::string();
    media_protocol::VoicesReply speakers;
    if (!language.empty()) {
        MSS_TRY_ASSIGN(speakers, find(language));
        // A paid voice is there for whoever names it.
        const auto may_speak = [&](const Voice& speaker) { return !voice.empty() || !speaker.paid; };
        if (std::ranges::none_of(speakers.voices, may_speak))
            return std::unexpected(no_voice_error(language, speakers.voices));
        if (voice.empty() || find_name(speakers.voices, voice) != nullptr) return {};
    }
    if (voice.empty()) return {};
    MSS_TRY_ASSIGN(const auto all, find(""));
    const Voice* const known = find_name(all.voices, voice);
    if (known == nullptr) return no_such_voice(voice, all.voices);
    if (language.empty()) return {};
    return fail(Code::invalid,
                fmt::format("--voice: {} speaks {}, but the words are in {}; voices for {}: {} (mss voices --language "
                            "{} lists them, --language names another language)",
                            voice, known->language, language, language, names_of(speakers.voices), language));
}

Error no_voice_error(const std::string& language, const std::vector<Voice>& others) {
    Error error = studio::no_voice_for(language, others);
    error.message += " (mss voices lists those there are, --language names the language of the words)";
    return error;
}

}  // namespace mss::cli
