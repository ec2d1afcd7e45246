// The program that Celery's own clients are tried on: a worker that takes part in a cluster and runs nothing. It takes
// the address of a Redis server and its host name, prints a line for what it is told to do, and ends on SIGTERM, on
// the end of its input, or where it is told to shut down. A line "task ID" of its input makes it tell the events of a
// task; one "alive" is answered by "alive".

#include <csignal>
#include <iostream>
#include <mutex>
#include <string>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>

#include "base/flag.hpp"
#include "cluster/control_server.hpp"
#include "cluster/event_publisher.hpp"
#include "support/cluster_host/fake_worker.hpp"

namespace {

// Lines of several threads, whole and at once.
class Printer {
public:
    void print(const std::string& line) {
        const std::scoped_lock lock(mutex_);
        std::cout << line << std::endl;  // NOLINT(performance-avoid-endl): whoever reads waits for it
    }

private:
    std::mutex mutex_;
};

void give_tasks(mss::test::FakeWorker& worker, const std::string& hostname) {
    auto running = mss::test::task_info("id-running", "demo.sleep", hostname);
    running.time_start = 1'700'000'000.5;
    running.acknowledged = true;
    running.worker_pid = 101;
    worker.run(running);
    worker.set_counts({.active = 1, .processed = 3});
    worker.reserve(mss::test::task_info("id-waiting", "demo.add", hostname));
    worker.schedule({.eta = mss::celery::iso_time(mss::from_unix_ms(1'900'000'000'000)),
                     .request = mss::test::task_info("id-later", "demo.add", hostname)});
}

void tell_of(mss::cluster::EventPublisher& events, const std::string& id) {
    mss::celery::TaskMessage message;
    message.id = id;
    message.task = "demo.add";
    message.arguments_repr = "(1, 2)";
    message.kwargs_repr = "{}";
    events.offer(mss::celery::task_received(message));
    events.offer(mss::celery::task_started(id));
    events.offer(mss::celery::task_succeeded(id, "3", 0.25));
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) return 2;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that fails leaves nothing behind
    Printer printer;
    const mss::Flag stop;
    const mss::SystemClock clock;
    const mss::observe::Logger log(std::cerr, mss::observe::Level::info);
    mss::test::FakeWorker worker([&](const std::string& line) {
        printer.print(line);
        if (line == "shut down") stop.set();
    });
    const auto endpoint = mss::redis::parse_endpoint(words[1]);
    if (!endpoint) return 2;
    mss::cluster::Membership membership;
    membership.endpoint = *endpoint;
    membership.naming.database = endpoint->database;
    membership.hostname = words[2];
    membership.pid = ::getpid();
    membership.version = "1.2.3";
    give_tasks(worker, membership.hostname);
    worker.set_conf({.broker_url = words[1], .result_backend = words[1], .settings = {{"worker_concurrency", 2}}});

    mss::cluster::LamportClock lamport;
    mss::cluster::RevokedTasks revoked(clock);
    mss::cluster::EventPublisher events(membership, worker, lamport, clock, log);
    const mss::cluster::ControlServer control(membership, {.worker = worker,
                                                           .controls = worker,
                                                           .events = events,
                                                           .revoked = revoked,
                                                           .lamport = lamport,
                                                           .clock = clock,
                                                           .log = log});
    if (!control.wait_listening(std::chrono::seconds(20)) || !events.wait_online(std::chrono::seconds(20))) return 1;
    printer.print("ready");
    std::string input;
    while (!mss::is_readable(stop.fd())) {
        const mss::AnyOf any(stop.fd(), STDIN_FILENO);
        mss::wait_readable(any.fd(), -1);
        if (!mss::is_readable(STDIN_FILENO)) continue;
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) != 1) break;
        if (byte != '\n') {
            input += byte;
            continue;
        }
        if (input.starts_with("task ")) tell_of(events, input.substr(5));
        if (input == "alive") printer.print("alive");
        input.clear();
    }
    return 0;
}
