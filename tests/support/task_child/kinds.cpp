#include "support/task_child/kinds.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "base/process.hpp"

namespace mss::test {
namespace {

using std::chrono::milliseconds;
using tasks::Definition;
using tasks::TaskContext;

constexpr int kLookEvery = 5;

json::Value self(int serial = 0) {
    return json::encode(Family{::getpid(), 0, 0, serial});
}

Result<json::Value> wait_for_file(const std::string& file, const TaskContext& context) {
    while (!std::filesystem::exists(file)) {
        pollfd watched{context.cancel_fd, POLLIN, 0};
        if (::poll(&watched, 1, kLookEvery) > 0) return fail(Code::cancelled, "it was asked to stop");
    }
    return self();
}

Result<json::Value> until(const json::Value& arguments, const TaskContext& context) {
    MSS_TRY_ASSIGN(const auto file, json::decode<UntilFile>(arguments));
    context.report(self());
    return wait_for_file(file.file, context);
}

[[noreturn]] void never_end() {
    while (true)
        ::poll(nullptr, 0, 1'000);
}

Result<json::Value> deaf(const json::Value& /*arguments*/, const TaskContext& context) {
    context.report(self());
    never_end();
}

// Leaves a thread that reports as long as the process lives.
Result<json::Value> linger(const json::Value& /*arguments*/, const TaskContext& context) {
    std::thread([report = context.report] {
        while (true) {
            report(self());
            ::poll(nullptr, 0, kLookEvery);
        }
    }).detach();
    return self();
}

// A copy of this process in its group, that goes on for ever.
int fork_copy() {
    const int pid = ::fork();
    while (pid == 0)
        ::pause();
    return pid;
}

Result<json::Value> family(const json::Value& /*arguments*/, const TaskContext& context) {
    const auto helper = ChildProcess::spawn({.program = "/bin/sleep", .arguments = {"1000"}, .working_directory = {}});
    if (!helper) return std::unexpected(helper.error());
    context.report(json::encode(Family{::getpid(), fork_copy(), helper->pid(), 0}));
    never_end();
}

Result<json::Value> leave(const json::Value& /*arguments*/, const TaskContext& context) {
    context.report(json::encode(Family{::getpid(), fork_copy(), 0, 0}));
    ::_exit(9);
}

Result<json::Value> babble(const json::Value& /*arguments*/, const TaskContext& context) {
    context.report(self());
    constexpr std::string_view kNonsense = "nonsense\n";
    static_cast<void>(::send(ChildProcess::kControlFd, kNonsense.data(), kNonsense.size(), MSG_NOSIGNAL));
    never_end();
}

Result<json::Value> crash(const json::Value& /*arguments*/, const TaskContext& /*context*/) {
    std::fputs("the last words\n", stderr);
    std::fflush(stderr);
    ::signal(SIGSEGV, SIG_DFL);
    ::raise(SIGSEGV);
    never_end();
}

Result<json::Value> steps(const json::Value& arguments, const TaskContext& context) {
    MSS_TRY_ASSIGN(const auto asked, json::decode<Steps>(arguments));
    for (int i = 1; i <= asked.count; ++i)
        context.report(self(i));
    MSS_TRY_ASSIGN(const auto file, json::decode<UntilFile>(arguments));
    return wait_for_file(file.file, context);
}

Result<json::Value> report_on(const json::Value& /*arguments*/, const TaskContext& context) {
    int serial = 0;
    pollfd watched{context.cancel_fd, POLLIN, 0};
    while (::poll(&watched, 1, kLookEvery) == 0)
        context.report(self(++serial));
    return fail(Code::cancelled, "it was asked to stop");
}

Result<json::Value> complain(const json::Value& arguments, const TaskContext& /*context*/) {
    MSS_TRY_ASSIGN(const auto complaint, json::decode<Complaint>(arguments));
    for (int code = 0; code <= static_cast<int>(Code::internal); ++code)
        if (name_of(static_cast<Code>(code)) == complaint.code) return fail(static_cast<Code>(code), "why it failed");
    return fail(Code::invalid, "no such code");
}

json::Value nested(int depth) {
    json::Value value = 1;
    for (int i = 0; i < depth; ++i)
        value = json::Array{std::move(value)};
    return value;
}

class Kinds {
public:
    Definition& add(std::string name, tasks::Function function) {
        Definition definition;
        definition.name = std::move(name);
        definition.heavy = definition.name.starts_with("heavy.");
        // Short pauses: the tests see many retries.
        definition.retry = {.base = milliseconds(10), .most = milliseconds(50), .crashes_max = 3};
        definition.function = std::move(function);
        return definitions_.emplace_back(std::move(definition));
    }
    /// Of both sorts; what `adjust` says holds for both.
    void add_both(const std::string& name, const tasks::Function& function,
                  const std::function<void(Definition&)>& adjust = {}) {
        for (const char* sort : {"light.", "heavy."}) {
            Definition& definition = add(sort + name, function);
            if (adjust) adjust(definition);
        }
    }
    tasks::Registry registry() && {
        tasks::Registry registry;
        for (auto& definition : definitions_)
            registry.add(std::move(definition));
        return registry;
    }

private:
    std::vector<Definition> definitions_;
};

Result<json::Value> echo(const json::Value& arguments, const TaskContext& context) {
    MSS_TRY_ASSIGN(const auto asked, json::decode<Text>(arguments));
    return json::Value{
        {"text", asked.text}, {"owner", context.owner}, {"pid", ::getpid()}, {"may_retry", context.may_retry}};
}

void add_limited(Kinds& kinds) {
    using std::chrono::seconds;
    kinds.add("heavy.hard", deaf).limits.hard = seconds(1);
    kinds.add("heavy.quiet", deaf).limits.no_progress = seconds(1);
    kinds.add_both("soft", until, [](Definition& definition) {
        definition.limits.soft = seconds(1);
        definition.retries_max = 0;
    });
    kinds.add_both("single", until, [](Definition& definition) { definition.concurrency = 1; });
    kinds.add_both("pair", until, [](Definition& definition) { definition.concurrency = 2; });
}

void add_answers(Kinds& kinds) {
    kinds.add_both("fail", complain);
    kinds.add_both("later", [](const json::Value&, const TaskContext&) -> Result<json::Value> {
        return std::unexpected(Error{Code::rate_limited, "too many requests", {}, std::chrono::hours(1)});
    });
    kinds.add_both("large", [](const json::Value&, const TaskContext&) -> Result<json::Value> {
        return json::Value{{"text", std::string(tasks::kResultBytesMax, 'x')}};
    });
    kinds.add_both("garbled", [](const json::Value&, const TaskContext&) -> Result<json::Value> {
        return json::Value{{"text", "\xff"}};
    });
    kinds.add_both("deep", [](const json::Value&, const TaskContext&) -> Result<json::Value> { return nested(40); });
    kinds.add_both("thrower", [](const json::Value&, const TaskContext&) -> Result<json::Value> {
        throw std::runtime_error("what was thrown");
    });
    kinds.add_both("hurler", [](const json::Value&, const TaskContext&) -> Result<json::Value> { throw 7; });
}

}  // namespace

tasks::Registry task_kinds() {
    Kinds kinds;
    kinds.add("light.nothing", [](const json::Value&, const TaskContext&) { return Result<json::Value>(nullptr); });
    kinds.add_both("echo", echo);
    kinds.add_both("until", until);
    kinds.add_both("reporting", report_on);
    kinds.add("heavy.deaf", deaf);
    kinds.add("heavy.family", family);
    kinds.add("heavy.crash", crash);
    kinds.add("heavy.leaver", leave);
    kinds.add("heavy.babbler", babble);
    kinds.add("heavy.lingerer", linger);
    kinds.add("heavy.steps", steps);
    kinds.add("none.elsewhere", {});
    add_limited(kinds);
    add_answers(kinds);
    return std::move(kinds).registry();
}

}  // namespace mss::test
