#pragma once
// The commands of who looks after an installation, as the command line has them: tasks, queues, workers, accounts, the
// database. Pure; any thread.

#include "cli/argument_slots.hpp"

namespace mss::cli {

void add_operator_commands(CLI::App& root, Slots& slots);

/// Whether add_operator_commands() has declared it.
bool is_operator_command(const std::string& name);

/// The one that was chosen. Error: invalid.
Result<Command> operator_command(Slots& slots, const CLI::App& command);

}  // namespace mss::cli
