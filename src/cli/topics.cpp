#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/stop_signal.hpp"

namespace mss::cli {
namespace {

Result<studio::TopicsReport> find_topics(const TopicsArguments& arguments, const config::Settings& settings,
                                         const observe::Logger& log) {
    const StopSignal stop;
    MSS_TRY_ASSIGN(const app::App app, app::App::build(settings, app::running_program(), log));
    return app.words().topics(arguments.niche, arguments.count, [&stop] { return stop.requested(); });
}

void print_for_people(const studio::TopicsReport& found, Console& console) {
    for (std::size_t i = 0; i < found.topics.size(); ++i) {
        console.out << fmt::format("{:2}. {}\n", i + 1, utf8::printable(found.topics[i].title, 200));
        if (!found.topics[i].angle.empty())
            console.out << fmt::format("    {}\n", utf8::printable(found.topics[i].angle, 300));
    }
    for (const std::string& notice : found.notices)
        console.out << fmt::format("Note: {}\n", utf8::printable(notice, 400));
    if (!found.topics.empty()) console.out << "Next: mss create with one of these titles in quotation marks\n";
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
