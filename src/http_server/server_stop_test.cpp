// How a server ends: what runs is kept for the grace, the rest goes at once. A grace of an hour makes a wait that is
// not needed a failure by the test's own time limit.
#include <filesystem>
#include <fstream>
#include <latch>
#include <semaphore>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "http_server/server.hpp"
#include "http_server/test_client.hpp"

namespace mss::http_server {
namespace {

constexpr std::chrono::hours kLong{1};

class ServerStopTest : public testing::Test, public TestServer {
protected:
    ServerStopTest() {
        get("/", [](const Request&) { return text("hello"); });
    }
    /// Until stop() has begun.
    void wait_until_closed() const {
        while (TestClient::try_connect(port) != nullptr)
            std::this_thread::yield();
    }
};

TEST_F(ServerStopTest, IdleConnectionsEndAtOnce) {
    start();
    TestClient silent(port);
    TestClient used(port);
    used.get("/");
    EXPECT_EQ(used.answer().body, "hello");
    server->stop(kLong);
    EXPECT_EQ(silent.rest(), "");
    EXPECT_EQ(used.rest(), "");
    EXPECT_EQ(TestClient::try_connect(port), nullptr);
    server->stop(kLong);  // again is nothing
}

TEST_F(ServerStopTest, ARunningRequestIsAnsweredFirst) {
    std::latch entered(1);
    std::binary_semaphore leave(0);
    get("/wait", [&](const Request&) {
        entered.count_down();
        leave.acquire();
        return text("waited");
    });
    start();
    TestClient client(port);
    client.get("/wait");
    entered.wait();
    std::jthread stopper([&] { server->stop(kLong); });
    wait_until_closed();
    leave.release();
    const Answer answer = client.answer();
    EXPECT_EQ(answer.body, "waited");
    EXPECT_EQ(client.rest(), "");
    client.abort();
}

TEST_F(ServerStopTest, ARequestThatIsArrivingIsAnsweredFirst) {
    router.add({Method::post, "/", [](const Request& request) { return text(request.body); }});
    start();
    TestClient client(port);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client.answer().status, 100);  // so its head has been read
    std::jthread stopper([&] { server->stop(kLong); });
    wait_until_closed();
    client.send("hello");
    const Answer answer = client.answer();
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.fields.find("Connection"), "close");
    EXPECT_EQ(client.rest(), "");
    client.abort();
}

TEST_F(ServerStopTest, AHandlerThatOutstaysTheGraceLosesItsConnection) {
    std::latch entered(1);
    std::binary_semaphore leave(0);
    get("/wait", [&](const Request&) {
        entered.count_down();
        leave.acquire();
        return text("waited");
    });
    start({.handler_threads = 1});
    TestClient running(port);
    running.get("/wait");
    entered.wait();
    TestClient waiting(port);
    waiting.get("/");
    server->stop(std::chrono::milliseconds(0));
    EXPECT_EQ(running.rest(), "");
    EXPECT_EQ(waiting.rest(), "");
    leave.release();
    server.reset();
}

TEST_F(ServerStopTest, AServerThatNeverStartedEnds) {
    auto made = Server::listen({.port = 0}, router, &page, logger);
    ASSERT_TRUE(made);
    EXPECT_NE((*made)->port(), 0);
    (*made)->stop(kLong);
}

TEST_F(ServerStopTest, APortInUseAndANameWithoutAnAddressAreErrors) {
    start();
    const auto taken = Server::listen({.port = port}, router, &page, logger);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, Code::unavailable);
    EXPECT_THAT(taken.error().message, testing::HasSubstr("MSS_LISTEN"));
    const auto nowhere = Server::listen({.host = "::1::2", .port = 0}, router, &page, logger);
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, Code::invalid);
    const auto foreign = Server::listen({.host = "192.0.2.1", .port = 0}, router, &page, logger);
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, Code::unavailable);
}

TEST_F(ServerStopTest, ConnectionsThatComeDuringStopDoNotHoldIt) {
    for (int round = 0; round < 20; ++round) {
        start({.io_threads = 2});
        std::latch begun(1);
        std::vector<std::unique_ptr<TestClient>> clients;
        std::jthread connecting([&] {
            while (auto client = TestClient::try_connect(port)) {
                clients.push_back(std::move(client));
                if (clients.size() == 3) begun.count_down();
            }
        });
        begun.wait();
        server->stop(kLong);
        connecting.join();
        for (const auto& client : clients) {
            client->get("/");  // the kernel may forget a connection that nobody accepted until something comes
            EXPECT_EQ(client->rest(), "");
        }
        server.reset();
    }
}

/// A file that is larger than what two sockets hold.
class LargeFileTest : public ServerStopTest {
protected:
    static constexpr std::size_t kSize = 24U << 20U;

    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "mss-server-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        bytes_.resize(kSize);
        for (std::size_t i = 0; i < kSize; ++i)
            bytes_[i] = static_cast<char>((i * 2654435761U) >> 13U);
        std::ofstream(folder_ / "file", std::ios::binary) << bytes_;
        get("/file", [file = folder_ / "file"](const Request&) {
            return Response{.status = 200, .fields = {}, .body = FileBody{.path = file, .etag = "\"v1\""}};
        });
    }
    void TearDown() override {
        server.reset();
        std::filesystem::remove_all(folder_);
    }

    std::filesystem::path folder_;
    std::string bytes_;
};

TEST_F(LargeFileTest, ASlowReaderHoldsUpNobody) {
    start({.handler_threads = 1});
    TestClient slow(port, {.receive_buffer = 4096});
    slow.get("/file");
    EXPECT_EQ(slow.head().fields.find("Content-Length"), std::to_string(kSize));
    std::string read = slow.exactly(1000);
    TestClient other(port);
    other.get("/");
    EXPECT_EQ(other.answer().body, "hello");
    read += slow.exactly(kSize - 1000);
    EXPECT_TRUE(read == bytes_);
    slow.send("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=5000000-5099999\r\n\r\n");
    const Answer part = slow.answer();
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.fields.find("Content-Range"), "bytes 5000000-5099999/" + std::to_string(kSize));
    EXPECT_TRUE(part.body == bytes_.substr(5'000'000, 100'000));
}

TEST_F(LargeFileTest, AReaderThatStopsIsGivenUp) {
    start({.write_timeout = std::chrono::milliseconds(50)});
    TestClient stuck(port, {.receive_buffer = 4096});
    stuck.get("/file");
    stuck.head();
    server->stop(kLong);  // returns, since the connection is over
    EXPECT_LT(stuck.rest().size(), kSize);
}

TEST_F(LargeFileTest, StopCutsADownloadAfterTheGrace) {
    start();
    TestClient stuck(port, {.receive_buffer = 4096});
    stuck.get("/file");
    stuck.head();
    server->stop(std::chrono::milliseconds(0));
    EXPECT_LT(stuck.rest().size(), kSize);
}

TEST_F(LargeFileTest, AFileThatShrinksEndsTheConnection) {
    start();
    TestClient client(port, {.receive_buffer = 4096});
    client.get("/file");
    client.head();
    std::filesystem::resize_file(folder_ / "file", 0);
    EXPECT_LT(client.rest().size(), kSize);
    TestClient other(port);
    other.get("/file");
    EXPECT_EQ(other.answer().body, "");
}

}  // namespace
}  // namespace mss::http_server
