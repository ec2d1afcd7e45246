#include "http_server/stream.hpp"

#include <atomic>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "http_server/test_client.hpp"

namespace mss::http_server {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Stream, KeepsWhatWasSentUntilItIsTaken) {
    int wakes = 0;
    Stream stream([&] { ++wakes; });
    EXPECT_TRUE(stream.send("a"));
    EXPECT_TRUE(stream.send("b"));
    EXPECT_EQ(wakes, 2);
    const Stream::Taken first = stream.take();
    EXPECT_EQ(first.bytes, "ab");
    EXPECT_FALSE(first.ended);
    EXPECT_TRUE(stream.send("c"));
    stream.close();
    stream.close();
    EXPECT_EQ(wakes, 4);
    EXPECT_FALSE(stream.send("d"));
    const Stream::Taken last = stream.take();
    EXPECT_EQ(last.bytes, "c");
    EXPECT_TRUE(last.ended);
    EXPECT_TRUE(last.whole);
}

TEST(Stream, EndsWhereItsBufferIsFull) {
    Stream stream([] {});
    EXPECT_TRUE(stream.send(std::string(Stream::kBufferMax, 'x')));
    EXPECT_FALSE(stream.closed());
    EXPECT_FALSE(stream.send("y"));
    EXPECT_TRUE(stream.closed());
    const Stream::Taken taken = stream.take();
    EXPECT_EQ(taken.bytes.size(), Stream::kBufferMax);
    EXPECT_TRUE(taken.ended);
    EXPECT_FALSE(taken.whole);
}

TEST(Stream, WakesNobodyAfterTheConnectionIsGone) {
    int wakes = 0;
    Stream stream([&] { ++wakes; });
    stream.detach();
    EXPECT_FALSE(stream.send("a"));
    stream.close();
    EXPECT_TRUE(stream.closed());
    EXPECT_EQ(wakes, 0);
}

using Writer = std::shared_ptr<StreamWriter>;

class StreamServerTest : public testing::Test, public TestServer {
protected:
    /// A route whose stream is handed to the test.
    std::future<Writer> stream_at(const std::string& path, std::string heartbeat = {}) {
        auto promise = std::make_shared<std::promise<Writer>>();
        get(path, [promise, heartbeat = std::move(heartbeat)](const Request&) {
            return Response{
                .status = 200,
                .fields = {},
                .body = StreamBody{.start = [promise](Writer writer) { promise->set_value(std::move(writer)); },
                                   .heartbeat = heartbeat}};
        });
        return promise->get_future();
    }
};

TEST_F(StreamServerTest, SendsEachPieceAsItComesAndEndsWithTheConnection) {
    auto begun = stream_at("/events");
    start();
    TestClient client(port);
    client.get("/events");
    const Answer head = client.head();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.fields.find("Transfer-Encoding"), "chunked");
    EXPECT_EQ(head.fields.find("Connection"), "close");
    EXPECT_FALSE(head.fields.has("Content-Length"));
    const Writer writer = begun.get();
    for (const char* piece : {"one", "two", "three"}) {
        EXPECT_TRUE(writer->send(piece));
        EXPECT_EQ(client.chunk(), piece);
    }
    EXPECT_FALSE(writer->closed());
    EXPECT_TRUE(writer->send("last"));
    writer->close();
    EXPECT_EQ(client.chunk(), "last");
    EXPECT_EQ(client.chunk(), std::nullopt);
    EXPECT_EQ(client.rest(), "");
    EXPECT_FALSE(writer->send("more"));
}

TEST_F(StreamServerTest, AnOldClientGetsItWithoutChunks) {
    auto begun = stream_at("/events");
    start();
    TestClient client(port);
    client.send("GET /events HTTP/1.0\r\n\r\n");
    const Writer writer = begun.get();
    writer->send("one");
    writer->send("two");
    writer->close();
    const Answer answer = client.answer();
    EXPECT_FALSE(answer.fields.has("Transfer-Encoding"));
    EXPECT_EQ(answer.body, "onetwo");
}

TEST_F(StreamServerTest, TheHeartbeatGoesOutInSilence) {
    auto begun = stream_at("/events", ":\n\n");
    start({.stream_heartbeat = std::chrono::milliseconds(10)});
    TestClient client(port);
    client.get("/events");
    client.head();
    EXPECT_EQ(client.chunk(), ":\n\n");
    EXPECT_EQ(client.chunk(), ":\n\n");
    begun.get()->send("data");
    while (client.chunk() != "data") {
    }
}

TEST_F(StreamServerTest, AConsumerThatIsTooSlowLosesTheStream) {
    auto begun = stream_at("/events");
    start();
    TestClient client(port, {.receive_buffer = 4096});
    client.get("/events");
    const Writer writer = begun.get();
    std::size_t sent = 0;
    while (writer->send(std::string(10'000, 'x')))
        sent += 10'000;
    EXPECT_TRUE(writer->closed());
    EXPECT_GE(sent + 10'000, Stream::kBufferMax);
    const std::string all = client.rest();
    EXPECT_GE(all.size(), sent);                            // what was taken on still comes
    EXPECT_THAT(all, Not(testing::EndsWith("0\r\n\r\n")));  // and the client sees that it is not all
}

TEST_F(StreamServerTest, TheWriterLearnsThatTheClientWent) {
    auto crashing = stream_at("/crash");
    auto leaving = stream_at("/leave");
    start();
    TestClient crash(port);
    crash.get("/crash");
    const Writer crashed = crashing.get();
    crash.abort();
    TestClient leave(port);
    leave.get("/leave");
    const Writer left = leaving.get();
    leave.end_sending();
    for (const Writer& writer : {crashed, left}) {
        while (!writer->closed())
            std::this_thread::yield();
        EXPECT_FALSE(writer->send("x"));
        writer->close();
    }
    server->stop(std::chrono::hours(1));  // returns, since no connection is left over
}

TEST_F(StreamServerTest, TheWriterOutlivesTheServer) {
    auto begun = stream_at("/events");
    start();
    TestClient client(port);
    client.get("/events");
    const Writer writer = begun.get();
    server.reset();
    EXPECT_TRUE(writer->closed());
    EXPECT_FALSE(writer->send("x"));
    writer->close();
}

TEST_F(StreamServerTest, AStartThatThrowsEndsTheStream) {
    get("/exception", [](const Request&) {
        return Response{
            .status = 200,
            .fields = {},
            .body = StreamBody{.start = [](const Writer&) { throw std::runtime_error("no room"); }, .heartbeat = {}}};
    });
    get("/number", [](const Request&) {
        return Response{
            .status = 200, .fields = {}, .body = StreamBody{.start = [](const Writer&) { throw 7; }, .heartbeat = {}}};
    });
    start();
    for (const char* path : {"/exception", "/number"}) {
        TestClient client(port);
        client.get(path);
        EXPECT_EQ(client.answer().body, "");
        EXPECT_EQ(client.rest(), "");
    }
    server.reset();
    EXPECT_THAT(records.str(), HasSubstr("no room"));
}

TEST_F(StreamServerTest, HeadDoesNotStartAStream) {
    std::atomic<bool> started = false;
    get("/events", [&](const Request&) {
        return Response{.status = 200,
                        .fields = {},
                        .body = StreamBody{.start = [&](const Writer&) { started = true; }, .heartbeat = {}}};
    });
    get("/", [](const Request&) { return text("hello"); });
    start();
    TestClient client(port);
    client.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.answer(true).status, 200);
    client.get("/");
    EXPECT_EQ(client.answer().body, "hello");
    server.reset();
    EXPECT_FALSE(started);
}

TEST_F(StreamServerTest, StopEndsStreamsInOrder) {
    auto first = stream_at("/first");
    auto second = stream_at("/second");
    start();
    TestClient one(port);
    TestClient two(port);
    one.get("/first");
    two.get("/second");
    const Writer writer = first.get();
    const Writer other = second.get();
    EXPECT_TRUE(writer->send("bye"));
    server->stop(std::chrono::hours(1));
    EXPECT_FALSE(writer->send("more"));
    EXPECT_TRUE(other->closed());
    EXPECT_EQ(one.answer().body, "bye");  // with the last chunk, else it throws
    EXPECT_EQ(two.answer().body, "");
}

TEST_F(StreamServerTest, SendersRaceWithClientsAndStop) {
    std::mutex mutex;
    std::vector<Writer> writers;
    get("/events", [&](const Request&) {
        return Response{.status = 200,
                        .fields = {},
                        .body = StreamBody{.start =
                                               [&](Writer writer) {
                                                   const std::lock_guard lock(mutex);
                                                   writers.push_back(std::move(writer));
                                               },
                                           .heartbeat = {}}};
    });
    start({.io_threads = 2, .stream_heartbeat = std::chrono::milliseconds(1)});
    std::atomic<bool> ended = false;
    std::jthread sender([&] {
        while (!ended) {
            std::vector<Writer> open;
            {
                const std::lock_guard lock(mutex);
                std::erase_if(writers, [](const Writer& writer) { return writer->closed(); });
                open = writers;
            }
            for (const Writer& writer : open)
                writer->send("event");
            std::this_thread::yield();
        }
    });
    std::vector<std::unique_ptr<TestClient>> staying;
    for (int i = 0; i < 60; ++i) {
        auto client = std::make_unique<TestClient>(port);
        client->get("/events");
        client->head();
        EXPECT_THAT(client->chunk().value_or(""), testing::StartsWith("event"));  // several may have come together
        if (i % 3 == 0)
            client->abort();
        else if (i % 3 == 1)
            client.reset();
        else
            staying.push_back(std::move(client));
    }
    server->stop(std::chrono::milliseconds(0));
    server.reset();
    ended = true;
}

}  // namespace
}  // namespace mss::http_server
