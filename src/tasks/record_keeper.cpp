#include "tasks/record_keeper.hpp"

#include <chrono>
#include <exception>
#include <fcntl.h>
#include <utility>

#include "base/file_lock.hpp"
#include "base/identifier.hpp"
#include "tasks/pauses.hpp"
#include "tasks/store_trouble.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;

// Changes wake those who wait; the rest is for what no wake-up tells.
constexpr milliseconds kLookAnyway{5'000};
constexpr milliseconds kOfficeWait{3'600'000};

Random random_stream() {
    return Random(std::string_view(random_bytes(16)));
}

// A row or an answer that nobody can read must not end the threads that keep the record.
template <class Work>
Result<void> without_exceptions(const Work& work) {
    try {
        return work();
    } catch (const std::exception& error) {
        return fail(Code::internal, error.what());
    }
}

}  // namespace

RecordKeeper::RecordKeeper(store::Database& database, SqliteTaskStore& record, TaskStore& broker, const Clock& clock,
                           const observe::Logger& log, std::string broker_name)
    : record_(record),
      broker_(broker),
      log_(log),
      relay_(database, broker, clock, log),
      projection_(database, broker, clock, std::move(broker_name)),
      lock_file_(database.file().string() + "-record"),
      outbox_([this](int stop_fd) -> Result<void> {
          take_office(stop_fd);
          empty_outbox(stop_fd);
          return {};
      }),
      follower_([this](int stop_fd) -> Result<void> {
          const AnyOf any(stop_fd, in_office_.fd());
          while (!is_readable(any.fd()))
              wait_readable(any.fd(), -1);
          follow_broker(stop_fd);
          return {};
      }) {}

void RecordKeeper::take_office(int stop_fd) {
    Pauses pauses(random_stream());
    while (!is_readable(stop_fd)) {
        lock_ = UniqueFd(::open(lock_file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        const auto locked =
            wait_for_lock(lock_, LockKind::exclusive, {.cancel_fd = stop_fd, .limit = kOfficeWait}, lock_file_);
        if (locked) return in_office_.set();
        if (locked.error().code != Code::io) continue;
        const auto pause = pauses.next();
        log_.warning("the record's lock", {{"reason", locked.error().message}, {"pause_ms", pause.count()}});
        wait_readable(stop_fd, static_cast<int>(pause.count()));
    }
}

void RecordKeeper::empty_outbox(int stop_fd) {
    StoreTrouble trouble("tasks wait in the outbox", log_, random_stream());
    bool caught_up = false;
    while (!is_readable(stop_fd)) {
        const std::uint64_t seen = record_.wake_number();
        const std::uint64_t seen_there = broker_.wake_number();
        const Result<void> done = without_exceptions([&]() -> Result<void> {
            if (!caught_up) MSS_TRY(relay_.send_unfinished_again());
            caught_up = true;
            MSS_TRY(relay_.deliver(stop_fd));
            return {};
        });
        if (!done) {
            trouble.wait_after(done.error(), broker_, seen_there, stop_fd);
            continue;
        }
        trouble.over();
        record_.wait_for_change(seen, kLookAnyway, stop_fd);
    }
}

void RecordKeeper::follow_broker(int stop_fd) {
    StoreTrouble trouble("the record is behind the broker", log_, random_stream());
    while (!is_readable(stop_fd)) {
        const std::uint64_t seen = broker_.wake_number();
        if (const auto done = without_exceptions([&] { return catch_up(stop_fd); }); !done) {
            trouble.wait_after(done.error(), broker_, seen, stop_fd);
            continue;
        }
        trouble.over();
        broker_.wait_for_change(seen, kLookAnyway, stop_fd);
    }
}

Result<void> RecordKeeper::catch_up(int stop_fd) {
    while (!is_readable(stop_fd)) {
        MSS_TRY_ASSIGN(const Projection::Step step, projection_.step());
        if (step.forgotten) log_.warning("the broker has lost tasks; those that have not ended are sent again");
        if (step.events > 0 || step.forgotten) record_.ring();
        if (step.events == 0 && !step.forgotten) return {};
    }
    return {};
}

}  // namespace mss::tasks
