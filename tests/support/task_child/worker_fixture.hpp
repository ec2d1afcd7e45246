#pragma once
// WorkerFixture: what most tests of the worker stand on: a store in memory, and a file that the tasks "until" wait for.
// Confined to the test's thread.

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "support/task_child/running_worker.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::test {

class WorkerFixture : public testing::Test {
protected:
    /// The arguments of a task that waits for let_go().
    json::Value until_file() const { return {{"file", file().string()}}; }
    void let_go() const { ASSERT_TRUE(write_file(file(), "go")); }

    const SystemClock clock_;
    tasks::MemoryTaskStore store_{clock_};
    const TemporaryDirectory folder_;

private:
    std::filesystem::path file() const { return folder_.path() / "go"; }
};

}  // namespace mss::test
