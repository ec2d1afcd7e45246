#include "cli/shell_command.hpp"

#include <algorithm>
#include <filesystem>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "config/option.hpp"

namespace mss::cli {
namespace {

constexpr std::string_view kShellSafe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-,";

}  // namespace

std::string shell_word(std::string_view word) {
    if (!word.empty() && word.find_first_not_of(kShellSafe) == std::string_view::npos) return std::string(word);
    std::string quoted = "'";
    for (const char letter : word)
        quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
    return quoted + "'";
}

std::string next_command(std::string_view program, const CreateArguments& arguments, const config::Settings& settings,
                         const std::vector<studio::FileReport>& files) {
    const auto script = std::ranges::find(files, "script", &studio::FileReport::role);
    if (script == files.end()) return {};
    const CreateArguments usual;
    std::string command = shell_word(program) + " create";
    const auto add = [&](std::string_view option, std::string_view value) {
        command += " " + std::string(option) + " " + shell_word(value);
    };
    add("--script", script->path);
    // Without it the folder would be called after the title, which may be edited, too.
    add("--out", std::filesystem::path(script->path).parent_path().string());
    if (arguments.formats.size() == 1) add("--formats", boost::describe::enum_to_string(arguments.formats[0], ""));
    if (!arguments.style.empty()) add("--style", arguments.style);
    if (!arguments.voice.empty()) add("--voice", arguments.voice);
    if (!arguments.voice_file.empty()) add("--voice-file", arguments.voice_file);
    if (arguments.preset != usual.preset) add("--preset", boost::describe::enum_to_string(arguments.preset, ""));
    if (!arguments.music) command += " --no-music";
    if (!arguments.captions) command += " --no-captions";
    for (const config::Option& option : config::options()) {
        const auto origin = settings.origins.find(option.name);
        const bool from_flag = origin != settings.origins.end() && origin->second.source == config::Source::flag;
        if (from_flag && option.group == config::Group::general)
            add("--set", fmt::format("{}={}", option.name, config::shown_value(settings, option)));
    }
    return command;
}

}  // namespace mss::cli
