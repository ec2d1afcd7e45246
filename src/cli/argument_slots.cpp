#include "cli/argument_slots.hpp"

#include <fmt/format.h>

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

void add_broker(CLI::App& command, Slots& slots) {
    command
        .add_option("--broker", slots.broker,
                    "Redis that tasks wait in; as MSS_BROKER_URL, which keeps a "
                    "password out of the list of processes")
        ->type_name("URL");
}

Result<std::string> chosen_part(const CLI::App& command, std::string_view parts) {
    if (!command.get_subcommands().empty()) return command.get_subcommands().front()->get_name();
    return fail(Code::invalid, fmt::format("say what to do: {} (mss {} --help explains)", parts, command.get_name()));
}

}  // namespace mss::cli
