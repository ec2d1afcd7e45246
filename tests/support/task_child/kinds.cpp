#include "support/task_child/kinds.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <unistd.h>
#include <utility>

#include "base/process.hpp"

namespace mss::test {
namespace {

using std::chrono::milliseconds;
using tasks::Definition;
using tasks::TaskContext;

constexpr int kLookEvery = 5;

json::Value self(int grandchild = 0, int serial = 0) {
    return json::encode(Family{::getpid(), grandchild, serial});
}

Result<json::Value> until(const UntilFile& arguments, const TaskContext& context) {
    context.report(self());
    while (!std::filesystem::exists(arguments.file)) {
        pollfd watched{context.cancel_fd, POLLIN, 0};
        if (::poll(&watched, 1, kLookEvery) > 0) return fail(Code::cancelled, "it was asked to stop");
    }
    return self();
}

[[noreturn]] void never_end() {
    while (true)
        ::poll(nullptr, 0, 1'000);
}

Result<json::Value> deaf(const json::Value& /*arguments*/, const TaskContext& context) {
    context.report(self());
    never_end();
}

Result<json::Value> family(const json::Value& /*arguments*/, const TaskContext& context) {
    const auto grandchild =
        ChildProcess::spawn({.program = "/bin/sleep", .arguments = {"1000"}, .working_directory = {}});
    if (!grandchild) return std::unexpected(grandchild.error());
    context.report(self(grandchild->pid()));
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
        context.report(self(0, i));
    MSS_TRY_ASSIGN(const auto file, json::decode<UntilFile>(arguments));
    while (!std::filesystem::exists(file.file)) {
        pollfd watched{context.cancel_fd, POLLIN, 0};
        if (::poll(&watched, 1, kLookEvery) > 0) return fail(Code::cancelled, "it was asked to stop");
    }
    return self();
}

class Kinds {
public:
    Definition& add(std::string name, tasks::Function function) {
        Definition definition;
        definition.name = std::move(name);
        definition.heavy = definition.name.starts_with("heavy.");
        definition.retry = {.base = milliseconds(10), .most = milliseconds(50), .crashes_max = 3};
        definition.function = std::move(function);
        return definitions_.emplace_back(std::move(definition));
    }
    Definition& add(std::string name, Result<json::Value> (*function)(const UntilFile&, const TaskContext&)) {
        return add(std::move(name), [function](const json::Value& value, const TaskContext& context) {
            const auto arguments = json::decode<UntilFile>(value);
            return arguments ? function(*arguments, context) : Result<json::Value>(std::unexpected(arguments.error()));
        });
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
    return json::Value{{"text", asked.text}, {"owner", context.owner}, {"pid", ::getpid()}};
}

void add_limited(Kinds& kinds) {
    using std::chrono::seconds;
    kinds.add("heavy.hard", deaf).limits.hard = seconds(1);
    kinds.add("heavy.quiet", deaf).limits.no_progress = seconds(1);
    Definition& soft = kinds.add("heavy.soft", until);
    soft.limits.soft = seconds(1);
    soft.retries_max = 0;
}

void add_answers(Kinds& kinds) {
    kinds.add("heavy.later", [](const json::Value&, const TaskContext& context) -> Result<json::Value> {
        context.retry_after = std::chrono::hours(1);
        return fail(Code::rate_limited, "too many requests");
    });
    kinds.add("heavy.large", [](const json::Value&, const TaskContext&) -> Result<json::Value> {
        return json::Value{{"text", std::string(tasks::kResultBytesMax, 'x')}};
    });
    kinds.add("heavy.garbled", [](const json::Value&, const TaskContext&) -> Result<json::Value> {
        return json::Value{{"text", "\xff"}};
    });
    kinds.add("heavy.thrower", [](const json::Value&, const TaskContext&) -> Result<json::Value> {
        throw std::runtime_error("what was thrown");
    });
}

}  // namespace

tasks::Registry task_kinds() {
    Kinds kinds;
    kinds.add("light.nothing", [](const json::Value&, const TaskContext&) { return Result<json::Value>(nullptr); });
    kinds.add("light.echo", echo);
    kinds.add("light.until", until);
    kinds.add("heavy.echo", echo);
    kinds.add("heavy.until", until);
    kinds.add("heavy.deaf", deaf);
    kinds.add("heavy.family", family);
    kinds.add("heavy.crash", crash);
    kinds.add("heavy.steps", steps);
    add_limited(kinds);
    add_answers(kinds);
    return std::move(kinds).registry();
}

}  // namespace mss::test
