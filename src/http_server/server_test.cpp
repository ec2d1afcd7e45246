#include "http_server/server.hpp"

#include <atomic>
#include <latch>
#include <poll.h>
#include <semaphore>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "http_server/test_client.hpp"

namespace mss::http_server {
namespace {

using testing::HasSubstr;
using testing::Not;

Response echo(const Request& request) {
    return TestServer::text(request.path + " " + request.body);
}

class ServerTest : public testing::Test, public TestServer {
protected:
    ServerTest() {
        get("/", [](const Request&) { return text("hello"); });
        router.add({Method::post, "/echo/{name}", &echo});
        get("/echo/{name}", &echo);
    }
};

TEST_F(ServerTest, AConnectionTakesManyRequests) {
    get("/who", [](const Request& request) { return text(request.remote_address); });
    start();
    TestClient client(port);
    client.get("/who");
    const Answer first = client.answer();
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, "127.0.0.1");
    EXPECT_FALSE(first.fields.has("Connection"));
    client.send(
        "POST /echo/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
    const Answer second = client.answer();
    EXPECT_EQ(second.body, "/echo/a hello");
    EXPECT_NE(first.fields.find("X-Request-Id"), second.fields.find("X-Request-Id"));
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const Answer last = client.answer();
    EXPECT_EQ(last.body, "hello");
    EXPECT_EQ(last.fields.find("Connection"), "close");
    EXPECT_EQ(client.rest(), "");
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
    start();
    TestClient client(port);
    std::string requests;
    for (int i = 0; i < 50; ++i) {
        const std::string name = std::to_string(i);
        requests +=
            fmt::format("POST /echo/{} HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{}", name, name.size(), name);
    }
    client.send(requests.substr(0, 100));
    client.send(requests.substr(100));
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(client.answer().body, "/echo/" + std::to_string(i) + " " + std::to_string(i));
}

TEST_F(ServerTest, ContinueComesBeforeTheBody) {
    start();
    TestClient client(port);
    client.send("POST /echo/a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client.answer().status, 100);
    client.send("hello");
    EXPECT_EQ(client.answer().body, "/echo/a hello");
    client.send("POST /echo/a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
    EXPECT_EQ(client.answer().status, 413);
    EXPECT_EQ(client.rest(), "");
}

TEST_F(ServerTest, HeadOptionsAndUnknownPathsKeepTheConnection) {
    start();
    TestClient client(port);
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer head = client.answer(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.fields.find("Content-Length"), "5");
    client.send("OPTIONS /echo/a HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer options = client.answer();
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.fields.find("Allow"), "GET, HEAD, POST, OPTIONS");
    client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.answer().status, 204);
    client.get("/missing");
    EXPECT_EQ(client.answer().status, 404);
    client.send("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer refused = client.answer();
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.fields.find("Allow"), "GET, HEAD, OPTIONS");
    client.send("HEAD /missing HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.answer(true).status, 404);
    client.get("/");
    EXPECT_EQ(client.answer().body, "hello");
}

TEST_F(ServerTest, AnOldClientGetsOneAnswer) {
    start();
    TestClient client(port);
    client.send("GET / HTTP/1.0\r\n\r\n");
    const Answer answer = client.answer();
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.fields.find("Connection"), "close");
    EXPECT_EQ(client.rest(), "");
}

TEST_F(ServerTest, ARefusalEndsTheConnectionBeforeWhatFollows) {
    std::atomic<int> smuggled = 0;
    get("/smuggled", [&](const Request&) {
        ++smuggled;
        return text("");
    });
    start({.head_bytes_max = 1000, .target_bytes_max = 200, .body_bytes_max = 100});
    const std::string next = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string post = "POST /echo/a HTTP/1.1\r\nHost: a\r\n";
    struct Case {
        std::string bytes;
        int status;
    };
    for (const auto& [bytes, status] : {
             Case{post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
             Case{post + "Content-Length: 5\r\nContent-Length: 0\r\n\r\n", 400},
             Case{post + "Transfer-Encoding: chunked\r\n\r\n0;\nx\r\n\r\n", 400},
             Case{post + "Transfer-Encoding: chunked\r\n\r\n0x\r\n\r\n", 400},
             Case{post + "Transfer-Encoding:\x0b"
                         "chunked\r\n\r\n",
                  400},
             Case{post + "Transfer-Encoding : chunked\r\n\r\n", 400},
             Case{post + "X: y\r\n Content-Length: 5\r\n\r\n", 400},
             Case{"GET / HTTP/1.1\nHost: a\n\n", 400},
             Case{post + "Transfer-Encoding: identity\r\n\r\n", 501},
             Case{post + "Content-Length: 101\r\n\r\n", 413},
             Case{"GET /" + std::string(200, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
             Case{"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(1000, 'x') + "\r\n\r\n", 431},
             Case{"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
             Case{"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
             Case{post + "Expect: miracles\r\n\r\n", 417},
         }) {
        TestClient client(port);
        client.send(bytes + next);
        const Answer answer = client.answer();
        EXPECT_EQ(answer.status, status) << bytes;
        EXPECT_EQ(answer.fields.find("Connection"), "close") << bytes;
        EXPECT_FALSE(answer.body.empty()) << bytes;
        EXPECT_FALSE(answer.fields.find("X-Request-Id").empty()) << bytes;
        EXPECT_EQ(client.rest(), "") << bytes;
    }
    EXPECT_EQ(smuggled, 0);
    TestClient client(port);
    client.send(next);
    EXPECT_EQ(client.answer().status, 200);
    EXPECT_EQ(smuggled, 1);
}

TEST_F(ServerTest, SlowRequestsAreGivenUp) {
    constexpr std::chrono::milliseconds kShort{30};
    start({.head_timeout = kShort, .body_timeout = kShort});
    for (const char* begun :
         {"G", "GET / HTTP/1.1\r\nHost: a\r\n", "POST /echo/a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell",
          "POST /echo/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"}) {
        TestClient client(port);
        client.send(begun);
        EXPECT_EQ(client.answer().status, 408) << begun;
        EXPECT_EQ(client.rest(), "");
    }
}

TEST_F(ServerTest, IdleConnectionsAreClosedWithoutAWord) {
    start({.idle_timeout = std::chrono::milliseconds(300)});
    TestClient silent(port);
    EXPECT_EQ(silent.rest(), "");  // without a word: no request was begun
    TestClient between(port);
    between.get("/");
    EXPECT_EQ(between.answer().body, "hello");
    EXPECT_EQ(between.rest(), "");
}

TEST_F(ServerTest, AHandlerThatThrowsIsA500AndTheConnectionGoesOn) {
    get("/defect", [](const Request&) -> Response { throw std::runtime_error("the secret"); });
    start();
    TestClient client(port);
    client.get("/defect");
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
    client.get("/");
    EXPECT_EQ(client.answer().body, "hello");
}

TEST_F(ServerTest, AFullPoolIsA503ThatSaysWhenToComeBack) {
    std::latch entered(1);
    std::binary_semaphore leave(0);
    get("/wait", [&](const Request&) {
        entered.count_down();
        leave.acquire();
        return text("waited");
    });
    start({.handler_threads = 1, .handlers_waiting_max = 1});
    TestClient running(port);
    running.get("/wait");
    entered.wait();
    // One of these waits for the thread, and there is no place for the other.
    std::array<TestClient, 2> clients{TestClient(port), TestClient(port)};
    std::array<pollfd, 2> answers{};
    for (std::size_t i = 0; i < 2; ++i) {
        answers[i] = {.fd = clients[i].fd(), .events = POLLIN, .revents = 0};
        clients[i].get("/");
    }
    ASSERT_EQ(::poll(answers.data(), answers.size(), 60'000), 1);
    const std::size_t refused = answers[0].revents != 0 ? 0 : 1;
    const Answer busy = clients[refused].answer();
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(busy.fields.find("Retry-After"), "2");
    leave.release();
    EXPECT_EQ(running.answer().body, "waited");
    EXPECT_EQ(clients[1 - refused].answer().body, "hello");
    clients[refused].get("/");
    EXPECT_EQ(clients[refused].answer().body, "hello");
}

TEST_F(ServerTest, AClientThatGoesDuringAHandlerDoesNoHarm) {
    std::counting_semaphore<10> entered(0);
    std::counting_semaphore<10> leave(0);
    get("/wait", [&](const Request&) {
        entered.release();
        leave.acquire();
        return text(std::string(1U << 20U, 'x'));
    });
    start();
    for (int i = 0; i < 3; ++i) {
        TestClient client(port);
        client.get("/wait");
        entered.acquire();
        client.abort();
        leave.release();
    }
    TestClient other(port);
    other.get("/");
    EXPECT_EQ(other.answer().body, "hello");
    server->stop(std::chrono::hours(1));  // returns, since no connection is left over
}

TEST_F(ServerTest, AHandlerThatTakesLongHearsThatItsClientLeft) {
    std::binary_semaphore asked(0);
    std::binary_semaphore left(0);
    get("/wait", [&](const Request& request) {
        asked.release();
        while (!request.client_left())
            std::this_thread::yield();
        left.release();
        return text("nobody reads this");
    });
    std::binary_semaphore sent_more(0);
    get("/pipelined", [&](const Request& request) {
        asked.release();
        bool gone = request.client_left();
        sent_more.acquire();
        for (int i = 0; i < 10'000 && !gone; ++i) {
            gone = request.client_left();
            std::this_thread::yield();
        }
        return text(gone ? "left" : "there");
    });
    start();
    for (const bool politely : {true, false}) {
        TestClient client(port);
        client.get("/wait");
        asked.acquire();
        if (politely)
            ::shutdown(client.fd(), SHUT_WR);
        else
            client.abort();
        left.acquire();
    }
    TestClient other(port);
    other.get("/pipelined");
    asked.acquire();
    other.get("/");  // comes while the first is answered, and is no end
    sent_more.release();
    EXPECT_EQ(other.answer().body, "there");
    EXPECT_EQ(other.answer().body, "hello");
    server->stop(std::chrono::hours(1));  // returns, since no connection is left over
}

TEST_F(ServerTest, ConnectionsAreLimitedInAllAndForEachAddress) {
    start({.connections_max = 3, .connections_per_address_max = 2});
    const auto is_served = [](TestClient& client) {
        client.get("/");
        return client.rest_until("hello");
    };
    auto one = std::make_unique<TestClient>(port);
    TestClient two(port);
    EXPECT_TRUE(is_served(*one));
    EXPECT_TRUE(is_served(two));
    TestClient third_of_address(port);
    const Answer turned_away = third_of_address.answer();
    EXPECT_EQ(turned_away.status, 503);
    EXPECT_EQ(turned_away.fields.find("Retry-After"), "2");
    EXPECT_EQ(third_of_address.rest(), "");
    TestClient other(port, {.from = "127.0.0.2"});
    EXPECT_TRUE(is_served(other));
    TestClient fourth(port, {.from = "127.0.0.3"});
    EXPECT_FALSE(is_served(fourth));
    EXPECT_TRUE(is_served(two));
    one.reset();
    // The place is free as soon as the server has seen that its client went.
    while (true) {
        TestClient next(port, {.from = "127.0.0.3"});
        if (is_served(next)) break;
    }
    // However many are turned away, the log hears of it once in a while only.
    server.reset();
    const std::string said = records.str();
    const auto first = said.find("connections are turned away");
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(said.find("connections are turned away", first + 1), std::string::npos);
}

class BodyBudgetTest : public ServerTest {
protected:
    static constexpr int kTriesMost = 10'000;

    static std::string post_of(std::size_t bytes, std::size_t sent) {
        return fmt::format("POST /echo/a HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{}", bytes,
                           std::string(sent, 'x'));
    }
    static std::string post(std::size_t bytes) { return post_of(bytes, bytes); }
    /// Posts again and again until an answer has this status, as one that waits for what another connection does; all
    /// before it have the other one.
    Answer post_until(int status, int other, std::size_t bytes) {
        for (int i = 0; i < kTriesMost; ++i) {
            TestClient client(port);
            client.send(post(bytes));
            Answer answer = client.answer();
            if (answer.status == status) return answer;
            EXPECT_EQ(answer.status, other);
        }
        ADD_FAILURE() << "no answer has the status " << status;
        return {};
    }
};

TEST_F(BodyBudgetTest, BodiesTakeNoMoreMemoryThanThereIsForAllOfThem) {
    start({.body_bytes_max = 1000, .bodies_bytes_max = 1500, .small_body_bytes = 100});
    TestClient half(port);
    half.send(post_of(1000, 999));
    // Refused once the server has read the first one's body.
    EXPECT_EQ(post_until(503, 200, 1000).fields.find("Retry-After"), "2");
    half.send("x");
    EXPECT_EQ(half.answer().status, 200);
    // And taken again once that one's memory is given back.
    post_until(200, 503, 1000);
}

TEST_F(BodyBudgetTest, SmallBodiesPassHoweverMuchOthersHold) {
    start({.body_bytes_max = 1000, .bodies_bytes_max = 999, .small_body_bytes = 100});
    TestClient half(port);
    half.send(post_of(1000, 999));
    post_until(503, 200, 101);
    TestClient small(port);
    small.send(post(100));
    EXPECT_EQ(small.answer().status, 200);
}

TEST_F(BodyBudgetTest, ALargeBodyThatStallsIsGivenUpSoon) {
    constexpr std::chrono::milliseconds kShort{30};
    start({.small_body_bytes = 100, .body_timeout = std::chrono::hours(1), .body_step_timeout = kShort});
    TestClient stalled(port);
    stalled.send(post_of(1000, 500));
    EXPECT_EQ(stalled.answer().status, 408);
    TestClient trickling(port);
    trickling.send(post_of(1'000'000, 500));
    const pollfd answered{.fd = trickling.fd(), .events = POLLIN, .revents = 0};
    // It goes on sending a byte now and then, which is too slow.
    for (int i = 0; i < kTriesMost; ++i) {
        pollfd look = answered;
        if (::poll(&look, 1, 1) == 1) break;
        trickling.send("x");
    }
    EXPECT_EQ(trickling.answer().status, 408);
}

TEST_F(BodyBudgetTest, ASmallBodyHasAllTheTimeOfABody) {
    start({.small_body_bytes = 100,
           .body_timeout = std::chrono::hours(1),
           .body_step_timeout = std::chrono::milliseconds(0)});
    TestClient slow(port);
    slow.send(post_of(100, 50));
    TestClient stalled(port);
    stalled.send(post_of(1000, 500));
    EXPECT_EQ(stalled.answer().status, 408);
    slow.send(std::string(50, 'x'));
    EXPECT_EQ(slow.answer().status, 200);
}

TEST_F(ServerTest, AnAddressOfTheOldKindIsTheSameOnASocketForBoth) {
    get("/who", [](const Request& request) { return text(request.remote_address); });
    try {
        start({.host = "::", .connections_per_address_max = 1, .behind_proxy = true});
    } catch (const std::runtime_error& error) {
        GTEST_SKIP() << "no socket for both kinds of address here: " << error.what();
    }
    const auto direct = TestClient::try_connect(port);
    if (!direct) GTEST_SKIP() << "a socket for the new kind of address takes none of the old one here";
    direct->get("/who");
    EXPECT_EQ(direct->answer().body, "127.0.0.1");
    // A proxy on this machine is known as such: it may have more connections, and is believed.
    TestClient proxied(port);
    proxied.send("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
    EXPECT_EQ(proxied.answer().body, "192.0.2.7");
}

TEST_F(ServerTest, BehindAProxyPeopleHaveTheirOwnAddresses) {
    get("/who", [](const Request& request) { return text(request.remote_address); });
    start({.connections_per_address_max = 1, .behind_proxy = true});
    TestClient first(port);
    first.send("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
    EXPECT_EQ(first.answer().body, "192.0.2.7");
    TestClient second(port);
    second.get("/who");
    EXPECT_EQ(second.answer().body, "127.0.0.1");
}

TEST_F(ServerTest, ManyClientsAtOnce) {
    start({.io_threads = 2});
    std::atomic<int> right = 0;
    std::vector<std::jthread> threads;
    threads.reserve(20);
    for (int t = 0; t < 20; ++t)
        threads.emplace_back([&, t] {
            TestClient client(port);
            for (int i = 0; i < 50; ++i) {
                const std::string name = std::to_string(t) + "-" + std::to_string(i);
                client.get("/echo/" + name);
                if (client.answer().body == "/echo/" + name + " ") ++right;
            }
        });
    threads.clear();
    EXPECT_EQ(right, 20 * 50);
}

}  // namespace
}  // namespace mss::http_server
