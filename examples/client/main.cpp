// Calls tasks of a worker in Python (docs/celery.md shows one): example_client redis://localhost:6379/0

#include <iostream>

#include "task_client/task_client.hpp"

using namespace mss::task_client;

mss::Result<void> run(std::string_view broker) {
    const TaskSignature<int(int, int)> add("demo.add", {"x", "y"});
    const TaskSignature<std::string(int)> count("demo.count", {"to"});

    MSS_TRY_ASSIGN(const TaskClient client, TaskClient::open(broker));
    MSS_TRY_ASSIGN(const auto sum, client.send(add(2, 3)));
    MSS_TRY_ASSIGN(const int five, sum.wait(std::chrono::seconds(30)));
    std::cout << "2 + 3 = " << five << std::endl;

    MSS_TRY_ASSIGN(const auto counted, client.send(count(3), {.expires_in = std::chrono::minutes(5)}));
    const auto tell = [](const TaskReport& report) {
        if (report.state == "PROGRESS") std::cout << "progress " << report.value << std::endl;
    };
    MSS_TRY_ASSIGN(const std::string said, counted.wait(std::chrono::seconds(30), tell));
    std::cout << said << std::endl;
    return counted.forget();
}

int main(int count, char** words) {
    const auto done = run(count > 1 ? words[1] : "redis://localhost:6379/0");
    if (!done) std::cerr << done.error().message << '\n';
    return done ? 0 : 1;
}
