// A program that calls tasks with the client of the library, as celery_calls.py does with Celery's: it takes the
// address of a Redis server and reads calls from standard input, a JSON object a line:
//   {"send": NAME, "args": [...], "kwargs": {...}, "queue", "priority", "countdown", "expires" (seconds), "task_id",
//    "link": NAME}          answers {"id"}
//   {"wait": ID}            answers {"state", "value"} for each state, then {"result"} or {"error", "message"}
//   {"look": ID}            answers {"state", "value"}
//   {"revoke": ID, "terminate"} answers {"told"}; {"forget": ID} answers {}
// and prints each answer as a line.

#include <csignal>
#include <iostream>
#include <string>
#include <sys/prctl.h>

#include "task_client/task_client.hpp"

namespace {

using namespace mss;
using namespace mss::task_client;

constexpr std::chrono::seconds kLong{120};

struct Asked {
    std::string send;
    json::Value args = json::Array();
    json::Value kwargs = json::Object();
    std::string queue;
    int priority = 0;
    std::optional<double> countdown;
    std::optional<double> expires;
    std::string task_id;
    std::optional<std::string> link;
    std::string wait;
    std::string look;
    std::string revoke;
    bool terminate = false;
    std::string forget;
};
BOOST_DESCRIBE_STRUCT(Asked, (),
                      (send, args, kwargs, queue, priority, countdown, expires, task_id, link, wait, look, revoke,
                       terminate, forget))

std::optional<std::chrono::milliseconds> span_of(const std::optional<double>& seconds) {
    if (!seconds) return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(*seconds));
}

void print(const json::Object& answer) {
    std::cout << json::print(answer) << std::endl;  // NOLINT(performance-avoid-endl): whoever reads waits for it
}

void print_report(const TaskReport& report) {
    print({{"state", report.state}, {"value", report.value}});
}

Result<void> send(const TaskClient& client, const Asked& asked) {
    SendOptions options;
    options.queue = asked.queue;
    options.priority = asked.priority;
    options.task_id = asked.task_id;
    options.countdown = span_of(asked.countdown);
    options.expires_in = span_of(asked.expires);
    if (asked.link) {
        celery::Signature link;
        link.task = *asked.link;
        options.link = {link};
    }
    MSS_TRY_ASSIGN(const TaskHandle handle,
                   client.send(asked.send, asked.args.as_array(), asked.kwargs.as_object(), options));
    print({{"id", handle.id()}});
    return {};
}

Result<void> serve(const TaskClient& client, const Asked& asked) {
    if (!asked.send.empty()) return send(client, asked);
    if (!asked.wait.empty()) {
        MSS_TRY_ASSIGN(const json::Value value, client.handle(asked.wait).wait(kLong, print_report));
        print({{"result", value}});
    } else if (!asked.look.empty()) {
        MSS_TRY_ASSIGN(const TaskReport report, client.handle(asked.look).look());
        print_report(report);
    } else if (!asked.revoke.empty()) {
        MSS_TRY_ASSIGN(const auto told, client.handle(asked.revoke).revoke({.terminate = asked.terminate}));
        print({{"told", told}});
    } else {
        MSS_TRY(client.handle(asked.forget).forget());
        print({});
    }
    return {};
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) return 2;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that fails leaves nothing behind
    const auto client = TaskClient::open(words[1]);
    if (!client) return 2;
    for (std::string line; std::getline(std::cin, line);) {
        const auto asked = json::decode_text<Asked>(line);
        if (!asked) return 2;
        if (const auto served = serve(*client, *asked); !served)
            print({{"error", name_of(served.error().code)}, {"message", served.error().message}});
    }
    return 0;
}
