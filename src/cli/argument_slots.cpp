#include "cli/argument_slots.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "tasks/task.hpp"

namespace mss::cli {

CLI::App* add_command(CLI::App& parent, Slots& slots, const std::string& name, const std::string& help) {
    CLI::App* command = parent.add_subcommand(name, help);
    command->add_option("--set", slots.settings, "Change a setting for this run; mss config show lists them")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    return command;
}

void add_json(CLI::App& command, bool& json) {
    command.add_flag("--json", json, "Print the result as JSON");
}

Result<std::vector<std::string>> read_queues(std::string_view list, std::string_view called) {
    std::vector<std::string> queues;
    if (list.empty()) return queues;
    while (true) {
        const auto comma = list.find(',');
        const std::string name(list.substr(0, comma));
        if (!tasks::is_task_word(name))
            return fail(Code::invalid, fmt::format("{}: \"{}\" is no name of a queue; write them as a,b", called,
                                                   utf8::printable(name, 40)));
        queues.push_back(name);
        if (comma == std::string_view::npos) return queues;
        list.remove_prefix(comma + 1);
    }
}

Result<std::string> chosen_part(const CLI::App& command, std::string_view parts) {
    if (!command.get_subcommands().empty()) return command.get_subcommands().front()->get_name();
    return fail(Code::invalid, fmt::format("say what to do: {} (mss {} --help explains)", parts, command.get_name()));
}

}  // namespace mss::cli
