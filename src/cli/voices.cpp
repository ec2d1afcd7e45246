#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/outbound.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/stop_signal.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/voice_check.hpp"
#include "text/language.hpp"
#include "voices/installer.hpp"
#include "voices/kokoro.hpp"

namespace mss::cli {
namespace {

constexpr std::size_t kTroublePoints = 300;

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
        if (!voice.paid) speakers[text::primary_language(voice.language)].push_back(&voice);
    std::set<std::string_view> names;
    for (const auto& [language, group] : speakers) {
        if (group.size() < 2) continue;
        const auto exact = std::ranges::find(group, language, &media_protocol::Voice::language);
        names.insert((exact == group.end() ? group.front() : *exact)->name);
    }
    return names;
}

Result<void> list(const VoicesArguments& arguments, const config::Settings& settings, const observe::Logger& log,
                  Console& console) {
    MSS_TRY_ASSIGN(const auto found, find_voices(arguments, settings, log));
    for (const std::string& trouble : found.troubles)
        console.err << fmt::format("mss: a voice cannot be used: {}\n", utf8::printable(trouble, kTroublePoints));
    if (arguments.json) {
        console.out << json::pretty(json::encode(found.voices));
        return {};
    }
    std::size_t name_columns = 0;
    std::size_t language_columns = 0;
    for (const auto& voice : found.voices) {
        name_columns = std::max(name_columns, voice.name.size());
        language_columns = std::max(language_columns, voice.language.size());
    }
    // Those of one language stand as they would be chosen.
    const auto usual = arguments.language.empty() || found.voices[0].paid
                           ? default_voices(found.voices)
                           : std::set{std::string_view(found.voices[0].name)};
    for (const auto& voice : found.voices)
        console.out << fmt::format("{:{}}  {:{}}  {}{}\n", voice.name, name_columns, voice.language, language_columns,
                                   voice.description, usual.contains(voice.name) ? " (default)" : "");
    const bool natural = std::ranges::any_of(found.voices, [](const auto& voice) { return voice.engine == "kokoro"; });
    // Whose troubles were just told may have one that does not work.
    if (!natural && found.troubles.empty() &&
        (arguments.language.empty() || text::primary_language(arguments.language) == "en"))
        console.err << "There is no natural voice yet: mss voices install kokoro fetches one.\n";
    return {};
}

Result<void> install(const voices::Recipe& recipe, const config::Settings& settings, Console& console) {
    const StopSignal stop;
    const auto on_step = [&console](const std::string& step) {
        console.err << "fetching " << step << '\n';
        console.err.flush();
    };
    const voices::Installer installer(app::voices_folder(settings), on_step, stop.fd());
    if (installer.is_installed(recipe)) {
        console.out << fmt::format("{} is installed already.\n", recipe.title);
        return {};
    }
    console.err << fmt::format("{}; {} MB are fetched\n", recipe.title, recipe.megabytes);
    MSS_TRY(installer.install(recipe));
    console.out << fmt::format(
        "{} is installed in {}. Videos are spoken by it where none is named; mss voices lists "
        "them all.\n",
        recipe.title, (app::voices_folder(settings) / recipe.name).string());
    return {};
}

Result<void> install_or_remove(const VoicesArguments& arguments, const config::Settings& settings, Console& console) {
    const voices::Recipe recipe = voices::kokoro(voices::machine());
    const std::string& name = arguments.name.empty() ? recipe.name : arguments.name;
    if (arguments.action == VoicesArguments::Action::remove) {
        MSS_TRY(voices::Installer(app::voices_folder(settings), {}).remove(name));
        console.out << fmt::format("{} is removed.\n", name);
        return {};
    }
    if (name == recipe.name) return install(recipe, settings, console);
    return fail(Code::invalid, fmt::format("there is no natural voice \"{}\" to install; there is {}",
                                           utf8::printable(name, 60), recipe.name));
}

Result<void> sample(const VoicesArguments& arguments, const config::Settings& settings, const observe::Logger& log,
                    Console& console) {
    MSS_TRY_ASSIGN(const app::App app, app::App::build(settings, app::running_program(), log));
    const StopSignal stop;
    MSS_TRY_ASSIGN(const studio::VoiceSample made,
                   app.videos().sample({arguments.name, arguments.language, arguments.text}, stop.fd()));
    const std::string output = arguments.output.empty() ? made.voice.name + ".m4a" : arguments.output;
    MSS_TRY(copy_whole_file(made.file, output));
    console.out << fmt::format("{}: {} says \"{}\"\n", output, made.voice.name, made.text);
    return {};
}

Result<void> run(const VoicesArguments& arguments, const config::Settings& settings, const observe::Logger& log,
                 Console& console) {
    switch (arguments.action) {
        case VoicesArguments::Action::list: return list(arguments, settings, log, console);
        case VoicesArguments::Action::sample: return sample(arguments, settings, log, console);
        default: return install_or_remove(arguments, settings, console);
    }
}

}  // namespace

int run_voices(const VoicesArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console) {
    const auto done = run(arguments, settings, log, console);
    return done ? finish(console) : report(console, log, done.error());
}

}  // namespace mss::cli
