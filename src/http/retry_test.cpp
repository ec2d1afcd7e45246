#include "http/retry.hpp"

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/curl_transport.hpp"
#include "support/test_http_server.hpp"

namespace mss::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Reply;
using test::TestHttpServer;

// A clock that only waiting moves.
struct ManualTime {
    std::chrono::steady_clock::time_point now;
    std::vector<milliseconds> waits;

    Timing timing() {
        return {.now = [this] { return now; },
                .wall_clock = [] { return std::chrono::system_clock::from_time_t(1'700'000'000); },
                .wait =
                    [this](milliseconds time, const std::function<bool()>& cancelled) {
                        waits.push_back(time);
                        now += time;
                        return !(cancelled && cancelled());
                    },
                .chance = [] { return 1.0; }};
    }
};

Reply status(int code, std::vector<std::pair<std::string, std::string>> headers = {}) {
    return {.status = code, .headers = std::move(headers), .body = "x", .raw = {}};
}

Request get(const TestHttpServer& server) {
    Request request;
    request.url = server.url("/page");
    request.allow_private_addresses = true;
    return request;
}

class Retrying : public testing::Test {
protected:
    Result<Response> fetch(const Request& request) { return retrying.fetch(request); }

    ManualTime time;
    CurlTransport curl{"mss-test/1"};
    RetryingTransport retrying{curl, {}, {}, time.timing()};
};

TEST_F(Retrying, RepeatsAPassingFailure) {
    TestHttpServer server({status(503), status(429), status(200)});
    const auto response = fetch(get(server));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(server.requests().size(), 3U);
    EXPECT_THAT(time.waits, testing::ElementsAre(milliseconds(500), milliseconds(1000)));
}

TEST_F(Retrying, GivesUpAfterItsAttempts) {
    TestHttpServer server({status(503)});
    EXPECT_EQ(fetch(get(server))->status, 503);
    EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(Retrying, DoesNotRepeatAnAnswerThatWillNotChange) {
    for (const int code : {200, 400, 401, 404, 500}) {
        TestHttpServer server({status(code)});
        EXPECT_EQ(fetch(get(server))->status, code);
        EXPECT_EQ(server.requests().size(), 1U) << code;
    }
}

TEST_F(Retrying, RepeatsAPostOnlyWhereItIsMarked) {
    TestHttpServer server({status(503)});
    Request request = get(server);
    request.method = "POST";
    request.body = "{}";
    ASSERT_TRUE(fetch(request));
    EXPECT_EQ(server.requests().size(), 1U);
    request.safe_to_repeat = true;
    ASSERT_TRUE(fetch(request));
    EXPECT_EQ(server.requests().size(), 4U);
}

TEST_F(Retrying, HonoursRetryAfterUpToItsLimit) {
    TestHttpServer patient({status(429, {{"Retry-After", "7"}}), status(200)});
    EXPECT_EQ(fetch(get(patient))->status, 200);
    EXPECT_THAT(time.waits, testing::ElementsAre(milliseconds(7000)));
    TestHttpServer greedy({status(429, {{"Retry-After", "3600"}}), status(200)});
    EXPECT_EQ(fetch(get(greedy))->status, 429);
}

TEST_F(Retrying, RepeatsAfterALostConnection) {
    TestHttpServer server({Reply{.headers = {}, .body = "long body", .raw = {}, .cut_at = 4}, status(200)});
    const auto response = fetch(get(server));
    ASSERT_TRUE(response);
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Retrying, StopsWaitingWhenCancelled) {
    TestHttpServer server({status(503)});
    Request request = get(server);
    int polls = 0;
    request.cancelled = [&] { return ++polls > 0 && !time.waits.empty(); };
    const auto response = fetch(request);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Code::cancelled);
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Retrying, LeavesAFailingHostAlone) {
    TestHttpServer server({status(503)});
    ASSERT_TRUE(fetch(get(server)));
    const auto refused = fetch(get(server));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::unavailable);
    EXPECT_EQ(server.requests().size(), 5U);
    time.now += seconds(31);
    EXPECT_FALSE(fetch(get(server)));  // the trial fails as well and opens the circuit again
    EXPECT_EQ(server.requests().size(), 6U);
}

TEST_F(Retrying, SaysHowAHostFailedBeforeItIsLeftAlone) {
    TestHttpServer server({status(503)});
    ASSERT_TRUE(fetch(get(server)));
    const auto refused = fetch(get(server));  // its third attempt would be the sixth in a row
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().retry_after, seconds(29));  // after the pause before the third
    EXPECT_THAT(refused.error().message, testing::HasSubstr("status 503"));
    const auto at_once = fetch(get(server));
    ASSERT_FALSE(at_once);
    EXPECT_THAT(at_once.error().message, testing::Not(testing::HasSubstr("503")));
    Request unreachable = get(server);
    unreachable.url = "http://127.0.0.1:1/";
    ASSERT_FALSE(fetch(unreachable));
    const auto lost = fetch(unreachable);
    ASSERT_FALSE(lost);
    EXPECT_THAT(lost.error().message,
                testing::AllOf(testing::HasSubstr("left alone"), testing::HasSubstr("cannot be fetched")));
}

TEST(PassingFailure, IsNoLastWord) {
    Response response{.status = 429, .headers = {}, .body = {}, .url = {}};
    EXPECT_TRUE(passing_failure(response));
    response.is_last_word = true;
    EXPECT_FALSE(passing_failure(response));
}

TEST(Backoff, DoublesUpToItsMaximumWithFullJitter) {
    const RetryPolicy policy{.base_delay = milliseconds(100), .delay_max = milliseconds(350)};
    EXPECT_EQ(backoff(policy, 1, 1.0), milliseconds(100));
    EXPECT_EQ(backoff(policy, 2, 1.0), milliseconds(200));
    EXPECT_EQ(backoff(policy, 3, 1.0), milliseconds(350));
    EXPECT_EQ(backoff(policy, 60, 0.5), milliseconds(175));
    EXPECT_EQ(backoff(policy, 3, 0.0), milliseconds(0));
}

TEST(RetryAfter, ReadsSecondsAndDates) {
    const auto now = std::chrono::system_clock::from_time_t(784'111'777);  // Sun, 06 Nov 1994 08:49:37 GMT
    const auto wait = [&](std::string value) {
        return retry_after(Response{.headers = {{"retry-after", std::move(value)}}, .body = {}, .url = {}}, now);
    };
    EXPECT_EQ(wait("120"), milliseconds(120'000));
    EXPECT_EQ(wait("Sun, 06 Nov 1994 08:50:07 GMT"), milliseconds(30'000));
    EXPECT_EQ(wait("Sun, 06 Nov 1994 08:00:00 GMT"), milliseconds(0));
    EXPECT_EQ(wait("soon"), std::nullopt);
    EXPECT_EQ(wait("-5"), std::nullopt);
    EXPECT_EQ(wait("99999999999999999999"), std::nullopt);
    EXPECT_EQ(retry_after(Response{}, now), std::nullopt);
}

using Outcome = CircuitBreaker::Outcome;

constexpr seconds kMost{10};

BreakerLimits limits_of(int failures) {
    return {.failures = failures, .failures_of_a_long_wait = 1, .open_time = milliseconds(1000), .hosts_max = 2};
}

TEST(CircuitBreaker, OpensHalfOpensAndCloses) {
    CircuitBreaker breaker(limits_of(2));
    const auto start = CircuitBreaker::Time{};
    breaker.record("a", {}, Outcome::failed, start);
    EXPECT_TRUE(breaker.ask("a", start, kMost));
    breaker.record("a", {}, Outcome::failed, start);
    const auto open = breaker.ask("a", start + milliseconds(999), kMost);
    ASSERT_FALSE(open);
    EXPECT_EQ(open.error().pause, milliseconds(1));
    EXPECT_FALSE(open.error().on_trial);
    EXPECT_TRUE(breaker.ask("b", start, kMost));
    const auto trial = breaker.ask("a", start + milliseconds(1000), kMost);
    ASSERT_TRUE(trial);
    const auto second = breaker.ask("a", start + milliseconds(9000), kMost);  // one trial, however long it takes
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().pause, milliseconds(2000));
    EXPECT_TRUE(second.error().on_trial);
    breaker.record("a", *trial, Outcome::answered, start + milliseconds(9100));
    EXPECT_TRUE(breaker.ask("a", start + milliseconds(9100), kMost));
}

TEST(CircuitBreaker, HandsOnATrialThatToldNothing) {
    CircuitBreaker breaker(limits_of(1));
    const auto start = CircuitBreaker::Time{};
    breaker.record("a", {}, Outcome::failed, start);
    const auto later = start + milliseconds(1000);
    const auto first = breaker.ask("a", later, kMost);
    ASSERT_TRUE(first);
    breaker.record("a", *first, Outcome::unknown, later);
    const auto second = breaker.ask("a", later, kMost);
    ASSERT_TRUE(second);
    breaker.record("a", *second, Outcome::failed, later);
    const auto third = breaker.ask("a", later, kMost);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().pause, milliseconds(1000));
    EXPECT_TRUE(breaker.ask("a", later + milliseconds(1000), kMost)) << "and one that never ends";
    EXPECT_TRUE(breaker.ask("a", later + milliseconds(1000) + kMost, kMost)) << "is replaced when its time is over";
}

TEST(CircuitBreaker, LeavesATrialToTheOneThatIsIt) {
    CircuitBreaker breaker(limits_of(1));
    const auto start = CircuitBreaker::Time{};
    breaker.record("a", {}, Outcome::failed, start);
    EXPECT_FALSE(breaker.ask("a", start, kMost));
    breaker.record("a", {}, Outcome::unknown, start);
    EXPECT_FALSE(breaker.ask("a", start, kMost)) << "one that began before and was called off opens nothing";
    const auto later = start + milliseconds(1000);
    ASSERT_TRUE(breaker.ask("a", later, kMost));
    for (const Outcome outcome : {Outcome::failed, Outcome::unknown}) {
        breaker.record("a", {}, outcome, later);  // of one that began before the circuit opened
        const auto other = breaker.ask("a", later, kMost);
        ASSERT_FALSE(other);
        EXPECT_TRUE(other.error().on_trial);
    }
}

// What a transport below says that did not even send the request.
class Unsent : public HttpTransport {
public:
    Result<Response> fetch(const Request&) override {
        return fail(asked++ == 0 ? Code::unavailable : Code::forbidden, "not now");
    }
    int asked = 0;
};

TEST(CircuitBreaker, StaysOpenWhereNobodyAskedTheHost) {
    Unsent host;
    std::chrono::steady_clock::time_point now;
    Timing timing = real_timing();
    timing.now = [&now] { return now; };
    RetryingTransport retrying(host, {.attempts = 1}, limits_of(1), timing);
    Request request;
    request.url = "http://speech.test/";
    EXPECT_FALSE(retrying.fetch(request));
    EXPECT_EQ(retrying.fetch(request).error().code, Code::unavailable);
    now += milliseconds(1000);
    EXPECT_EQ(retrying.fetch(request).error().code, Code::forbidden);
    EXPECT_EQ(host.asked, 2);
    const auto again = retrying.fetch(request);  // the next trial, not one of many
    EXPECT_EQ(again.error().code, Code::forbidden);
}

// A host that lets everybody wait as long as they want to.
class Hanging : public HttpTransport {
public:
    explicit Hanging(std::chrono::steady_clock::time_point& now) : now_(now) {}
    Result<Response> fetch(const Request& request) override {
        ++asked;
        now_ += request.timeout;
        return fail(Code::timeout, "no answer");
    }
    int asked = 0;

private:
    std::chrono::steady_clock::time_point& now_;
};

TEST(CircuitBreaker, OpensSoonerWhereMuchTimeWasLost) {
    for (const auto& [patience, asked] :
         {std::pair(std::chrono::seconds(120), 2), std::pair(std::chrono::seconds(20), 5)}) {
        std::chrono::steady_clock::time_point now;
        Timing timing = real_timing();
        timing.now = [&now] { return now; };
        Hanging host(now);
        BreakerLimits limits;
        limits.open_time = std::chrono::hours(1);
        RetryingTransport retrying(host, {}, limits, timing);
        Request request;
        request.url = "http://model.test/";
        request.method = "POST";
        request.timeout = patience;
        for (int i = 0; i < 7; ++i)
            EXPECT_FALSE(retrying.fetch(request));
        EXPECT_EQ(host.asked, asked) << patience.count();
    }
}

// A host that fails until its circuit is open, and answers the trial when it is told to.
class OnTrial : public HttpTransport {
public:
    Result<Response> fetch(const Request& request) override {
        if (asked++ == 0) return fail(Code::unavailable, "no answer");
        if (request.method == "PUT") {
            begun.count_down();
            return outcome.get_future().get();
        }
        return Response{.status = 200, .headers = {}, .body = {}, .url = {}};
    }
    std::atomic<int> asked = 0;
    std::latch begun{1};
    std::promise<Result<Response>> outcome;
};

// What becomes of a request that comes while another one finds out whether the host is well, which ends in `outcome`.
Result<Response> fetch_beside_a_trial(Result<Response> outcome) {
    OnTrial host;
    std::chrono::steady_clock::time_point now;
    Timing timing = real_timing();
    timing.now = [&now] { return now; };
    std::thread trial;
    timing.wait = [&](milliseconds, const std::function<bool()>&) {
        if (!trial.joinable()) throw std::logic_error("it waited again though the trial has ended");
        host.outcome.set_value(std::move(outcome));
        trial.join();
        return true;
    };
    BreakerLimits limits;
    limits.failures = 1;
    RetryingTransport retrying(host, {.attempts = 1}, limits, timing);
    Request request;
    request.url = "http://speech.test/";
    EXPECT_FALSE(retrying.fetch(request));
    EXPECT_FALSE(retrying.fetch(request));
    EXPECT_EQ(host.asked, 1) << "its circuit is open";
    now += limits.open_time;
    trial = std::thread([&retrying, request] {
        Request first = request;
        first.method = "PUT";
        static_cast<void>(retrying.fetch(first));
    });
    host.begun.wait();
    return retrying.fetch(request);
}

TEST(CircuitBreaker, LetsOthersWaitForTheOutcomeOfATrial) {
    const auto well = fetch_beside_a_trial(Response{.status = 200, .headers = {}, .body = {}, .url = {}});
    ASSERT_TRUE(well);
    EXPECT_EQ(well->status, 200);
    const auto away = fetch_beside_a_trial(fail(Code::unavailable, "no answer"));
    ASSERT_FALSE(away);
    EXPECT_EQ(away.error().retry_after, seconds(30));
    EXPECT_TRUE(fetch_beside_a_trial(fail(Code::cancelled, "stopped"))) << "the next one is the trial";
}

TEST_F(Retrying, StopsAtItsDeadline) {
    TestHttpServer server({status(503)});
    Request request = get(server);
    request.deadline = time.now + milliseconds(600);
    const auto response = fetch(request);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 503);
    EXPECT_EQ(server.requests().size(), 2U) << "a third would wait longer than there is time";
    request.deadline = time.now;
    EXPECT_EQ(fetch(request).error().code, Code::timeout);
    EXPECT_EQ(server.requests().size(), 2U);
}

}  // namespace
}  // namespace mss::http
