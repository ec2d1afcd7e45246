#include <chrono>
#include <ostream>

#include "app/app.hpp"
#include "base/json.hpp"
#include "base/stop_signal.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/given_words.hpp"
#include "cli/progress_view.hpp"
#include "cli/report_view.hpp"
#include "cli/shell_command.hpp"
#include "cli/voice_check.hpp"
#include "studio/output_folder.hpp"

namespace mss::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Where results go that no folder was named for, each in one of its own.
constexpr const char* kUsualOutput = "out";

Result<studio::WordsRequest> words_request(const CreateArguments& arguments, Console& console) {
    studio::WordsRequest request;
    request.topic = arguments.topic;
    request.url = arguments.url;
    request.duration_s = arguments.duration_s;
    request.language = arguments.language;
    if (!arguments.script_file.empty()) {
        MSS_TRY_ASSIGN(request.script_file, read_words(console, "--script", arguments.script_file));
    }
    if (!arguments.text_file.empty()) {
        MSS_TRY_ASSIGN(request.text, read_words(console, "--text", arguments.text_file));
    }
    return request;
}

Result<model::Script> write_script(const studio::Words& words, const studio::WordsRequest& request,
                                   const CreateArguments& arguments) {
    auto script = words.script_for(request);
    if (script) return script;
    if (request.script_file)
        return std::unexpected(unusable_words(script.error(), arguments.script_file, *request.script_file));
    if (request.text) return std::unexpected(unusable_words(script.error(), arguments.text_file, *request.text));
    return script;
}

// The language that the words will have, where that is known before they are there; else empty.
std::string language_before_words(const CreateArguments& arguments, const config::Settings& settings) {
    const bool topic_only = arguments.script_file.empty() && arguments.text_file.empty() && arguments.url.empty();
    return arguments.language.empty() && topic_only ? settings.language : arguments.language;
}

// What the command says of the speech stands above what the script says.
Result<model::Script> with_delivery(model::Script script, const CreateArguments& arguments) {
    if (arguments.pace) script.pace = *arguments.pace;
    auto& lines = script.pronunciations;
    lines.insert(lines.end(), arguments.pronunciations.begin(), arguments.pronunciations.end());
    MSS_TRY(model::validate(script));
    return script;
}

studio::CreateOptions create_options(const CreateArguments& arguments, const model::Script& script) {
    studio::CreateOptions options;
    options.formats = arguments.formats;
    options.style = arguments.style;
    options.voice = arguments.voice;
    options.voice_file = arguments.voice_file;
    options.preset = arguments.preset;
    options.music = arguments.music;
    options.captions = arguments.captions;
    options.output = arguments.output;
    options.asked_s = arguments.script_file.empty() ? arguments.duration_s : 0;
    if (options.output.empty()) options.output = std::filesystem::path(kUsualOutput) / slug(script.title);
    return options;
}

Result<studio::CreateReport> create(const CreateArguments& arguments, const config::Settings& settings,
                                    const observe::Logger& log, Console& console, ProgressView& view) {
    MSS_TRY(studio::check_output_folder(arguments.output.empty() ? kUsualOutput : arguments.output));
    MSS_TRY_ASSIGN(const app::App app, app::App::build(settings, app::running_program(), log));
    MSS_TRY(app.videos().check_cache());
    // Until the words are read there is nothing to keep, and standard input may wait for ever: Ctrl-C just ends it.
    MSS_TRY_ASSIGN(studio::WordsRequest request, words_request(arguments, console));
    const StopSignal stop;
    request.cancelled = [&stop] { return stop.requested(); };

    const auto find_voices = [&](const std::string& language) { return app.videos().voices(language, stop.fd()); };
    const std::string early_language = language_before_words(arguments, settings);
    const bool chooses = !arguments.voice.empty() || !arguments.language.empty();
    if (chooses) MSS_TRY(check_voice(find_voices, arguments.voice, early_language));

    const auto show = [&view](const studio::CreateProgress& progress) { view.show(progress, Clock::now()); };
    show({.stage = "words", .fraction = 0, .eta_seconds = -1, .note = {}});
    MSS_TRY_ASSIGN(model::Script written, write_script(app.words(), request, arguments));
    MSS_TRY_ASSIGN(const model::Script script, with_delivery(std::move(written), arguments));
    if (!arguments.voice.empty() && script.language != early_language)
        MSS_TRY(check_voice(find_voices, arguments.voice, script.language));
    return app.videos().create(script, create_options(arguments, script), {.progress = show, .scene = {}}, stop.fd());
}

}  // namespace

int run_create(const CreateArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console) {
    const auto begin = Clock::now();
    // Many records would tear a line that is redrawn in place: beside them progress is told line by line, too.
    const bool redraw = console.err_terminal && !log.keeps(observe::Level::debug);
    ProgressView view(console.err, {.terminal = redraw, .colour = console.err_colour}, terminal_width);
    const auto created = create(arguments, settings, log, console, view);
    view.clear();
    if (!created && created.error().code == Code::cancelled)
        return report(
            console,
            {Code::cancelled, "interrupted; what is finished is kept, and the same command goes on from there", {}});
    if (!created) return report(console, log, created.error());

    const std::chrono::duration<double> taken = Clock::now() - begin;
    if (arguments.json)
        console.out << json::pretty(json::encode(*created));
    else
        console.out << report_text(*created, taken.count(),
                                   next_command(console.program, arguments, settings, created->files));
    return finish(console);
}

}  // namespace mss::cli
