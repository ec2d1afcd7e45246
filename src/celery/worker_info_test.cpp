#include "celery/worker_info.hpp"

#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

const json::Value& told(const json::Object& data) {
    return data.at("reply").at(0).at("body").at("w1@host1");
}

timeval time_of(const json::Value& seconds) {
    const double all = seconds.to_number<double>();
    timeval time{};
    time.tv_sec = static_cast<time_t>(all);
    time.tv_usec = static_cast<suseconds_t>(std::lround((all - std::trunc(all)) * 1e6));
    return time;
}

rusage resources_of(const json::Value& seen) {
    rusage used{};
    used.ru_utime = time_of(seen.at("utime"));
    used.ru_stime = time_of(seen.at("stime"));
    used.ru_maxrss = seen.at("maxrss").as_int64();
    used.ru_minflt = seen.at("minflt").as_int64();
    used.ru_majflt = seen.at("majflt").as_int64();
    used.ru_inblock = seen.at("inblock").as_int64();
    used.ru_oublock = seen.at("oublock").as_int64();
    used.ru_nvcsw = seen.at("nvcsw").as_int64();
    used.ru_nivcsw = seen.at("nivcsw").as_int64();
    return used;
}

TEST(WorkerInfo, StatsAreThoseOfWorkers) {
    for (const auto& [name, data] : test::vectors("inspect_stats")) {
        const json::Value& seen = told(data);
        WorkerStats stats;
        stats.total = json::decode<std::map<std::string, std::int64_t>>(seen.at("total")).value();
        stats.pid = seen.at("pid").as_int64();
        stats.clock = std::stoll(std::string(seen.at("clock").as_string()));
        stats.uptime_seconds = seen.at("uptime").as_int64();
        const json::Object& pool = seen.at("pool").as_object();
        if (const json::Value* kind = pool.if_contains("implementation"))
            stats.pool.implementation = std::string(kind->as_string());
        stats.pool.concurrency = pool.at("max-concurrency").as_int64();
        stats.pool.processes = json::decode<std::vector<std::int64_t>>(pool.at("processes")).value();
        stats.pool.others["writes"] = pool.at("writes");
        stats.broker.hostname = seen.at("broker").at("hostname").as_string();
        stats.broker.port = static_cast<int>(seen.at("broker").at("port").as_int64());
        if (seen.at("broker").as_object().contains("credential_provider"))
            stats.broker.others["credential_provider"] = nullptr;
        stats.prefetch_count = seen.at("prefetch_count").as_int64();
        stats.resources = resources_of(seen.at("rusage"));
        json::Object written = write_stats(stats);
        EXPECT_TRUE(test::same_json(written, seen)) << name << "\n" << print_wire(written);
        written["total"] = seen.at("total");  // in the order of first runs there, by name here
        EXPECT_EQ(print_wire(written), print_wire(seen)) << name;
    }
}

TEST(WorkerInfo, LimitsAndTheUserAreTold) {
    WorkerStats stats;
    stats.pool.tasks_per_child_max = 100;
    stats.pool.soft_seconds = 1.5;
    stats.broker.user = "mss";
    const json::Object written = write_stats(stats);
    EXPECT_EQ(written.at("pool").at("max-tasks-per-child"), 100);
    EXPECT_EQ(print_wire(written.at("pool").at("timeouts")), "[1.5, 0]");
    EXPECT_EQ(written.at("broker").at("userid"), "mss");
}

TEST(WorkerInfo, QueuesAreThoseOfWorkers) {
    for (const auto& [name, data] : test::vectors("inspect_active_queues"))
        EXPECT_EQ(print_wire(json::Array{write_queue(queue_named("celery"))}), print_wire(told(data))) << name;
}

TEST(WorkerInfo, RegisteredTasksAreThoseOfWorkers) {
    for (const auto& [name, data] : test::vectors("inspect_registered"))
        for (const json::Value& task : told(data).as_array())
            EXPECT_EQ(write_registered({.name = std::string(task.as_string())}), std::string(task.as_string()));
    EXPECT_EQ(write_registered({.name = "demo.add", .rate_limit = "10/s"}), "demo.add [rate_limit=10/s]");
}

TEST(WorkerInfo, SettingsAreThoseOfWorkers) {
    for (const auto& [name, data] : test::vectors("inspect_conf")) {
        WorkerConf conf;
        conf.settings = told(data).as_object();
        conf.broker_url = conf.settings.at("broker_url").as_string();
        if (const auto at = conf.broker_url.find("********"); at != std::string::npos)
            conf.broker_url.replace(at, 8, "sesame");
        conf.result_backend = conf.settings.at("result_backend").as_string();
        conf.settings.stable_erase(conf.settings.find("broker_url"));
        EXPECT_EQ(print_wire(write_conf(conf)), print_wire(told(data))) << name;
    }
}

TEST(WorkerInfo, NoPasswordIsShown) {
    for (const auto& [address, shown] : std::map<std::string, std::string>{
             {"redis://h:1/0", "redis://h:1/0"},
             {"redis://:p@h:1/0", "redis://:********@h:1/0"},
             {"rediss://u:p@h/0?ssl_cert_reqs=none", "rediss://u:********@h/0?ssl_cert_reqs=none"},
             {"redis://u@h:1/0", "redis://u@h:1/0"},
             {"redis://u:p@x@h:1", "redis://u:********@h:1"},
             {"redis://:p/q?r@h:1/0", "redis://:********@h:1/0"},
             {"u:p@h", "u:********@h"},
             {"redis+socket:///run/redis.sock", "redis+socket:///run/redis.sock"},
             {"", ""}})
        EXPECT_EQ(masked_address(address), shown);
}

}  // namespace
}  // namespace mss::celery
