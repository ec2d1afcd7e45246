// A worker with two tasks of its own: example_worker redis://localhost:6379/0
// A program in Python calls them: app.send_task("example.mean", [[1, 2, 6]]).get()

#include <iostream>
#include <numeric>
#include <vector>

#include "task_worker/task_worker.hpp"

using mss::task_client::TaskSignature;

int main(int count, char** words) {
    const TaskSignature<double(std::vector<double>)> mean("example.mean", {"numbers"});
    const TaskSignature<std::string(std::string, int)> repeat("example.repeat", {"text", "times"});

    mss::task_worker::TaskWorker worker(
        {.broker_url = count > 1 ? words[1] : "redis://localhost:6379/0", .name = "example"});
    worker.add(mean, [](const std::vector<double>& numbers) -> mss::Result<double> {
        if (numbers.empty()) return mss::fail(mss::Code::invalid, "there is no mean of nothing");
        return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
    });
    worker.add(repeat, [](const std::string& text, int times) {
        std::string whole;
        for (int i = 0; i < times; ++i)
            whole += text;
        return whole;
    });
    const auto ended = worker.run();  // until Ctrl-C, SIGTERM, or celery control shutdown
    if (!ended) std::cerr << ended.error().message << '\n';
    return ended ? 0 : 1;
}
