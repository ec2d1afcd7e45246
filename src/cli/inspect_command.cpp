// Asking the workers of a broker from a terminal.
#include <algorithm>
#include <chrono>
#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/broker.hpp"
#include "app/broker_place.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/inspect_view.hpp"
#include "redis/endpoint.hpp"
#include "task_client/control_client.hpp"

namespace mss::cli {
namespace {

using task_client::Answer;

constexpr std::size_t kShownPoints = 100;

task_client::Question question_of(const InspectArguments& arguments) {
    task_client::Question question;
    question.method = arguments.method == InspectMethod::queues ? "active_queues"
                                                                : boost::describe::enum_to_string(arguments.method, "");
    question.destination = arguments.destination;
    question.timeout = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(arguments.timeout_s));
    return question;
}

Result<std::vector<Answer>> ask(const InspectArguments& arguments, const config::Settings& settings) {
    if (app::queue_is_here(settings))
        return fail(
            Code::invalid,
            "there is no broker to ask: name it with --broker or MSS_BROKER_URL (mss queue list shows who works "
            "without one)");
    MSS_TRY_ASSIGN(app::BrokerPlace place, app::broker_place(settings));
    // People wait for the answer: who is not there now is said so.
    const std::chrono::milliseconds patience(0);
    task_client::ControlClient client(
        std::make_shared<task_client::RedisLink>(std::move(place.endpoint), redis::Waiting{}, patience),
        std::move(place.naming));
    return client.ask(question_of(arguments));
}

// Those that were named and did not answer.
std::vector<std::string> missing(const InspectArguments& arguments, const std::vector<Answer>& answers) {
    std::vector<std::string> names;
    for (const std::string& name : arguments.destination)
        if (std::ranges::find(answers, name, &Answer::hostname) == answers.end())
            names.push_back(utf8::printable(name, kShownPoints));
    return names;
}

Result<void> run(const InspectArguments& arguments, const Process& process, Console& console) {
    MSS_TRY_ASSIGN(const auto answers, ask(arguments, process.settings));
    const auto silent = missing(arguments, answers);
    if (answers.empty() && silent.empty())
        return fail(Code::unavailable, fmt::format("no worker answered within {} s", arguments.timeout_s));
    if (arguments.json) {
        json::Object by_name;
        for (const Answer& answer : answers)
            by_name[answer.hostname] = answer.reply;
        if (!answers.empty()) console.out << json::pretty(by_name);
    } else {
        console.out << inspect_text(arguments.method, answers, SystemClock().now());
    }
    if (silent.empty()) return {};
    return fail(Code::unavailable,
                fmt::format("{} did not answer within {} s", fmt::join(silent, ", "), arguments.timeout_s));
}

}  // namespace

int run_inspect(const InspectArguments& arguments, const Process& process, Console& console) {
    const auto done = run(arguments, process, console);
    return done ? finish(console) : report(console, process.log, done.error());
}

}  // namespace mss::cli
