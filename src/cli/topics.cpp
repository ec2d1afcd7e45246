#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "base/json.hpp"
#include "base/stop_signal.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/shell_command.hpp"

namespace mss::cli {
namespace {

Result<studio::TopicsReport> find_topics(const TopicsArguments& arguments, const config::Settings& settings,
                                         const observe::Logger& log) {
    const StopSignal stop;
    MSS_TRY_ASSIGN(const app::App app, app::App::build(settings, app::running_program(), log));
    return app.words().topics(arguments.niche, arguments.count, [&stop] { return stop.requested(); });
}

void print_for_people(const studio::TopicsReport& found, Console& console) {
    auto group = found.groups.begin();
    std::size_t group_begin = 0;
    for (std::size_t i = 0; i < found.topics.size(); ++i) {
        if (group != found.groups.end() && i == group_begin) {
            console.out << fmt::format("{}{}\n", i == 0 ? "" : "\n", utf8::printable(group->niche, 60));
            group_begin += (group++)->topics;
        }
        console.out << fmt::format("{:2}. {}\n", i + 1, utf8::printable(found.topics[i].title, 200));
        if (!found.topics[i].angle.empty())
            console.out << fmt::format("    {}\n", utf8::printable(found.topics[i].angle, 300));
    }
    for (const std::string& notice : found.notices)
        console.out << fmt::format("Note: {}\n", utf8::printable(notice, 400));
    if (!found.topics.empty())
        console.out << fmt::format("Next: {} create {}\n", shell_word(console.program),
                                   shell_word(found.topics.front().title));
}

}  // namespace

int run_topics(const TopicsArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console) {
    const auto found = find_topics(arguments, settings, log);
    if (!found) return report(console, log, found.error());
    if (arguments.json) {
        const json::Object page{{"topics", json::encode(found->topics)}, {"notices", json::encode(found->notices)}};
        console.out << json::pretty(page);
    } else {
        print_for_people(*found, console);
    }
    return finish(console);
}

}  // namespace mss::cli
