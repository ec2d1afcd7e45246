#pragma once
// What the files that read the command line share: where CLI11 puts what it reads, and how commands are declared.
// Confined to one call of parse().

#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include "cli/arguments.hpp"

namespace mss::cli {

/// The names of a described enumeration, in order.
template <class Enum>
std::vector<std::string> names_of() {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
        [&](auto enumerator) { names.emplace_back(enumerator.name); });
    return names;
}

/// The enumerator of a name that names_of() holds.
template <class Enum>
Enum named(const std::string& name) {
    Enum value{};
    boost::describe::enum_from_string(name.c_str(), value);
    return value;
}

/// What CLI11 stores as text before it becomes an enumeration.
struct CreateWords {
    std::string formats = "vertical,wide";
    std::string preset = "publish";
    bool no_music = false;
    bool no_captions = false;
};

/// Everything that a command line can fill; only the chosen command's part is used.
struct Slots {
    std::vector<std::string> settings;
    CreateArguments create;
    CreateWords create_words;
    TopicsArguments topics;
    VoicesArguments voices;
    StylesArguments styles;
    ConfigShowArguments config_show;
    UpArguments up;
    WebArguments web;
    WorkerArguments worker;
    std::string queues;
    std::string log_level;
    std::string broker;
    TaskArguments task;
    QueueArguments queue;
    UserArguments user;
    DatabaseArguments database;
    InspectArguments inspect;
    std::string inspect_method;
    std::string destination;
    bool password_stdin = false;
};

/// A command with the option that every one has.
CLI::App* add_command(CLI::App& parent, Slots& slots, const std::string& name, const std::string& help);

void add_json(CLI::App& command, bool& json);

/// The address of the broker, which is another way to write the setting.
void add_broker(CLI::App& command, Slots& slots);

/// Of a command that has commands of its own: the one that was chosen. Error: invalid, which names them (`parts`).
Result<std::string> chosen_part(const CLI::App& command, std::string_view parts);

}  // namespace mss::cli
