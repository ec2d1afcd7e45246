#pragma once
// The commands: each takes what was asked for, does it, prints to the console and gives the exit code. One source file
// a command. Called once by the main thread; errors are printed where they happen.

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "config/load.hpp"
#include "observe/log.hpp"

namespace mss::cli {

int run_create(const CreateArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console);
int run_topics(const TopicsArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console);
int run_voices(const VoicesArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console);
int run_styles(const StylesArguments& arguments, Console& console);
int run_doctor(const config::Settings& settings, const observe::Logger& log, Console& console);
int run_version(Console& console);

/// What a command that works on an installation has of its process.
struct Process {
    const config::Settings& settings;
    const std::vector<std::string>& flags;  ///< of --set
    const observe::Logger& log;
};

int run_up(const ServeArguments& arguments, const Process& process, Console& console);
int run_web(const ServeArguments& arguments, const Process& process, Console& console);
int run_worker(const WorkerArguments& arguments, const Process& process, Console& console);
int run_task_child(const Process& process, Console& console);
int run_task(const TaskArguments& arguments, const Process& process, Console& console);
int run_queue(const QueueArguments& arguments, const Process& process, Console& console);
int run_user(const UserArguments& arguments, const Process& process, Console& console);
int run_inspect(const InspectArguments& arguments, const Process& process, Console& console);
int run_database(const DatabaseArguments& arguments, const Process& process, Console& console);

// These work on settings that are not in order, too: that is what they are for.
int run_config_show(const ConfigShowArguments& arguments, const config::Examination& found, Console& console);
int run_config_check(const config::Examination& found, Console& console);
int run_config_example(Console& console);

}  // namespace mss::cli
