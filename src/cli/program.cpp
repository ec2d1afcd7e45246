#include "cli/program.hpp"

#include <exception>
#include <new>
#include <ostream>
#include <type_traits>

#include <fmt/format.h>

#include "base/overload.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/progress_view.hpp"
#include "config/load.hpp"

namespace mss::cli {
namespace {

// The settings of a command that works with them; warnings are told before it starts.
Result<config::Settings> settings_of(const config::Sources& sources, Console& console) {
    MSS_TRY_ASSIGN(config::Settings settings, config::load(sources));
    for (const std::string& warning : settings.warnings)
        console.err << "mss: " << warning << '\n';
    return settings;
}

// The settings have checked the name.
observe::Level log_level(const config::Settings& settings) {
    return observe::level_named(settings.log_level).value_or(observe::Level::warning);
}

int run_on_installation(const InstallationCommand& chosen, const Process& process, Console& console) {
    return std::visit(Overload{
                          [&](const UpArguments& up) { return run_up(up, process, console); },
                          [&](const WebArguments& web) { return run_web(web, process, console); },
                          [&](const WorkerArguments& worker) { return run_worker(worker, process, console); },
                          [&](const TaskChildArguments&) { return run_task_child(process, console); },
                          [&](const TaskArguments& task) { return run_task(task, process, console); },
                          [&](const QueueArguments& queue) { return run_queue(queue, process, console); },
                          [&](const UserArguments& user) { return run_user(user, process, console); },
                          [&](const DatabaseArguments& database) { return run_database(database, process, console); },
                          [&](const InspectArguments& inspect) { return run_inspect(inspect, process, console); },
                      },
                      chosen);
}

// Runs `work(settings, log)` with the settings of this process.
int with_settings(const Invocation& invocation, const char* const* environment, Console& console, const auto& work) {
    const auto sources = config::process_sources(environment, invocation.settings);
    if (!sources) return report(console, sources.error());
    const auto settings = settings_of(*sources, console);
    if (!settings) return report(console, settings.error());
    const observe::Logger log(console.err, log_level(*settings), &std::chrono::system_clock::now,
                              console.err_terminal ? kClearLine : std::string_view());
    return work(*settings, log);
}

// Runs `work(examination)`: for commands that look at settings which may be out of order.
int with_examination(const Invocation& invocation, const char* const* environment, Console& console, const auto& work) {
    const auto sources = config::process_sources(environment, invocation.settings);
    return sources ? work(config::examine(*sources)) : report(console, sources.error());
}

int run_chosen(const Invocation& invocation, const char* const* environment, Console& console) {
    using config::Examination;
    using config::Settings;
    using observe::Logger;
    const auto settled = [&](const auto& work) { return with_settings(invocation, environment, console, work); };
    const auto examined = [&](const auto& work) { return with_examination(invocation, environment, console, work); };
    return std::visit(
        Overload{
            [&](const Help& help) {
                console.out << help.text;
                return finish(console);
            },
            [&](const CreateArguments& create) {
                return settled([&](const Settings& settings, const Logger& log) {
                    return run_create(create, settings, log, console);
                });
            },
            [&](const TopicsArguments& topics) {
                return settled([&](const Settings& settings, const Logger& log) {
                    return run_topics(topics, settings, log, console);
                });
            },
            [&](const VoicesArguments& voices) {
                return settled([&](const Settings& settings, const Logger& log) {
                    return run_voices(voices, settings, log, console);
                });
            },
            [&](const StylesArguments& styles) { return run_styles(styles, console); },
            [&](const ConfigShowArguments& show) {
                return examined([&](const Examination& found) { return run_config_show(show, found, console); });
            },
            [&](const ConfigCheckArguments&) {
                return examined([&](const Examination& found) { return run_config_check(found, console); });
            },
            [&](const ConfigExampleArguments&) { return run_config_example(console); },
            [&](const DoctorArguments&) {
                return settled(
                    [&](const Settings& settings, const Logger& log) { return run_doctor(settings, log, console); });
            },
            [&](const VersionArguments&) { return run_version(console); },
            [&](const InstallationCommand& command) {
                return settled([&](const Settings& settings, const Logger& log) {
                    return run_on_installation(
                        command, {.settings = settings, .flags = invocation.settings, .log = log}, console);
                });
            },
        },
        invocation.command);
}

}  // namespace

int run(const std::vector<std::string>& words, const char* const* environment, Console& console) {
    try {
        const auto invocation = parse(words);
        return invocation ? run_chosen(*invocation, environment, console) : report(console, invocation.error());
    } catch (const std::bad_alloc&) {
        return report(console, {Code::io, "there is not enough memory", {}});
    } catch (const std::exception& defect) {
        return report(console,
                      {Code::internal, fmt::format("a defect of MSS: {}", utf8::printable(defect.what(), 300)), {}});
    }
}

}  // namespace mss::cli
