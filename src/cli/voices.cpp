#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "app/app.hpp"
#include "base/json.hpp"
#include "cli/commands.hpp"
#include "cli/voice_check.hpp"
#include "text/language.hpp"

namespace mss::cli {
namespace {

Result<media_protocol::VoicesReply> find_voices(const VoicesArguments& arguments, const config::Settings& settings,
                                                const observe::Logger& log) {
    MSS_TRY_ASSIGN(const app::App app, app::App::build(settings, app::running_program(), log));
    MSS_TRY_ASSIGN(auto found, app.videos().voices(arguments.language));
    if (found.voices.empty()) return std::unexpected(no_voice_error(arguments.language));
    return found;
}

// The voice that speaks where none is named, of each language that has several: the first of exactly that tag, else the
// first of all.
std::set<std::string_view> default_voices(const std::vector<media_protocol::Voice>& voices) {
    std::map<std::string, std::vector<const media_protocol::Voice*>> speakers;
    for (const auto& voice : voices)
        speakers[text::primary_language(voice.language)].push_back(&voice);
    std::set<std::string_view> names;
    for (const auto& [language, group] : speakers) {
        if (group.size() < 2) continue;
        const auto exact = std::ranges::find(group, language, &media_protocol::Voice::language);
        names.insert((exact == group.end() ? group.front() : *exact)->name);
    }
    return names;
}

}  // namespace

int run_voices(const VoicesArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console) {
    const auto found = find_voices(arguments, settings, log);
    if (!found) return report(console, log, found.error());
    if (arguments.json) {
        console.out << json::pretty(json::encode(found->voices));
        return finish(console);
    }
    std::size_t name_columns = 0;
    std::size_t language_columns = 0;
    for (const auto& voice : found->voices) {
        name_columns = std::max(name_columns, voice.name.size());
        language_columns = std::max(language_columns, voice.language.size());
    }
    // Those of one language stand as they would be chosen.
    const auto usual =
        arguments.language.empty() ? default_voices(found->voices) : std::set{std::string_view(found->voices[0].name)};
    for (const auto& voice : found->voices)
        console.out << fmt::format("{:{}}  {:{}}  {}{}\n", voice.name, name_columns, voice.language, language_columns,
                                   voice.description, usual.contains(voice.name) ? " (default)" : "");
    return finish(console);
}

}  // namespace mss::cli
