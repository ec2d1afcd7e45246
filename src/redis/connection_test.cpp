#include "redis/connection.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/flag.hpp"
#include "base/process.hpp"
#include "support/redis_server.hpp"

namespace mss::redis {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

Result<Connection> open(const std::string& address, const Waiting& waiting = {}) {
    return Connection::open(parse_endpoint(address).value(), waiting);
}

class RedisConnection : public testing::Test {
protected:
    test::RedisServer server_;
};

TEST_F(RedisConnection, CarriesAnyBytesBothWays) {
    auto connection = open(server_.address()).value();
    const std::string bytes("\0\r\n$5\xFF", 7);
    EXPECT_EQ(connection.call({"SET", "key", bytes})->kind, Reply::Kind::status);
    EXPECT_EQ(connection.call({"GET", "key"})->text, bytes);
    const std::string much(20U << 20U, 'x');
    ASSERT_TRUE(connection.call({"SET", "much", much}));
    EXPECT_EQ(connection.call({"GET", "much"})->text, much);
    EXPECT_TRUE(connection.call({"GET", "none"})->is_nil());
}

TEST_F(RedisConnection, GivesNestedReplies) {
    auto connection = open(server_.address()).value();
    const Reply reply = connection.call({"EVAL", "return {1, {'a', {}, false}, 'b'}", "0"}).value();
    ASSERT_EQ(reply.elements.size(), 3U);
    EXPECT_EQ(reply.elements[0].integer, 1);
    ASSERT_EQ(reply.elements[1].elements.size(), 3U);
    EXPECT_EQ(reply.elements[1].elements[0].text, "a");
    EXPECT_EQ(reply.elements[1].elements[1].kind, Reply::Kind::array);
    EXPECT_TRUE(reply.elements[1].elements[2].is_nil());
    EXPECT_EQ(reply.elements[2].text, "b");
}

TEST_F(RedisConnection, AnswersManyAtOnceInOrderAndErrorsAmongThem) {
    auto connection = open(server_.address()).value();
    std::vector<Command> commands;
    for (int i = 0; i < 10'000; ++i)
        commands.push_back({"ECHO", std::to_string(i) + std::string(1000, '.')});
    commands[5'000] = {"NONSENSE"};
    const auto replies = connection.call_all(commands).value();
    ASSERT_EQ(replies.size(), commands.size());
    EXPECT_THAT(replies[9'999].text, testing::StartsWith("9999."));
    EXPECT_TRUE(replies[5'000].is_error());
    EXPECT_EQ(connection.call({"NONSENSE"}).error().code, Code::internal);
    EXPECT_EQ(connection.call({"PING"})->text, "PONG");
}

TEST_F(RedisConnection, SpeaksOverASocketAndChoosesTheDatabase) {
    auto first = open(server_.address()).value();
    ASSERT_TRUE(first.call({"SET", "key", "first"}));
    auto other = open(server_.socket_address() + "?virtual_host=3").value();
    EXPECT_TRUE(other.call({"GET", "key"})->is_nil());
    EXPECT_EQ(open(server_.socket_address())->call({"GET", "key"})->text, "first");
    const auto beyond = open(server_.socket_address() + "?virtual_host=99");
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().code, Code::invalid);
}

TEST_F(RedisConnection, HearsWhatItSubscribedTo) {
    auto listener = open(server_.address()).value();
    ASSERT_TRUE(listener.send({"SUBSCRIBE", "news"}));
    EXPECT_EQ(listener.next(milliseconds(10'000)).value()->elements.at(0).text, "subscribe");
    EXPECT_FALSE(listener.next(milliseconds(0)).value());
    auto teller = open(server_.address()).value();
    ASSERT_TRUE(teller.call({"PUBLISH", "news", "hello"}));
    EXPECT_TRUE(wait_readable(listener.fd(), 10'000));
    EXPECT_EQ(listener.next(milliseconds(0)).value()->elements.at(2).text, "hello");
}

TEST_F(RedisConnection, EndsWithItsServerAndComesBackWithIt) {
    auto connection = open(server_.address()).value();
    server_.kill();
    EXPECT_EQ(connection.call({"PING"}).error().code, Code::unavailable);
    EXPECT_EQ(open(server_.address()).error().code, Code::unavailable);
    server_.start();
    EXPECT_TRUE(open(server_.address()).value().call({"PING"}));
}

TEST_F(RedisConnection, WaitsNoLongerThanItMay) {
    auto connection = open(server_.address(), {.reply = milliseconds(50)}).value();
    EXPECT_EQ(connection.call({"BLPOP", "empty", "0"}).error().code, Code::timeout);
    const Flag stop;
    auto waiting = open(server_.address(), {.cancel_fd = stop.fd()}).value();
    std::jthread stopper([&] { stop.set(); });
    EXPECT_EQ(waiting.call({"BLPOP", "empty", "0"}).error().code, Code::cancelled);
}

TEST(RedisLogin, IsRefusedWithoutShowingThePassword) {
    const test::RedisServer server({"--requirepass", "sesame"});
    const std::string place = "@127.0.0.1:" + std::to_string(server.port());
    EXPECT_TRUE(open("redis://:sesame" + place));
    EXPECT_TRUE(open("redis://default:sesame" + place));
    for (const auto& address : {"redis://:wrongword" + place, "redis://nobody:wrongword" + place, "redis://" + place}) {
        const auto refused = open(address);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Code::forbidden) << address;
        EXPECT_THAT(refused.error().message, Not(HasSubstr("wrongword")));
    }
}

// An authority, and certificates that it signed for one name each.
class Certificates {
public:
    Certificates() {
        run({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=authority", "-keyout",
             path("ca.key"), "-out", path("ca.pem")});
        sign("server", "IP:127.0.0.1");
        sign("other", "DNS:other.example");
    }

    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

    std::vector<std::string> server_options(const std::string& name, int port) const {
        return {"--tls-port",     std::to_string(port), "--tls-cert-file",    path(name + ".pem"),
                "--tls-key-file", path(name + ".key"),  "--tls-ca-cert-file", path("ca.pem")};
    }

private:
    void sign(const std::string& name, const std::string& subject) const {
        run({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + name, "-addext",
             "subjectAltName=" + subject, "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-keyout",
             path(name + ".key"), "-out", path(name + ".pem")});
    }

    static void run(std::vector<std::string> arguments) {
        SpawnOptions options;
        options.program = "/usr/bin/openssl";
        options.arguments = std::move(arguments);
        auto process = ChildProcess::spawn(options).value();
        const auto end = process.wait(std::chrono::steady_clock::now() + std::chrono::seconds(30));
        ASSERT_TRUE(end) << end.error().message;
        ASSERT_EQ(*end, "exit code 0") << process.error_output();
    }

    TemporaryDirectory folder_;
};

TEST(RedisTls, TrustsWhomItIsToldAndNobodyElse) {
    const Certificates certificates;
    const int port = test::free_port();
    const test::RedisServer server(certificates.server_options("server", port));
    const std::string place = "rediss://127.0.0.1:" + std::to_string(port) + "/0";
    const std::string ours = "ssl_ca_certs=" + certificates.path("ca.pem");
    const std::string ourselves =
        "&ssl_certfile=" + certificates.path("other.pem") + "&ssl_keyfile=" + certificates.path("other.key");
    auto connection = open(place + "?" + ours + ourselves);
    ASSERT_TRUE(connection) << connection.error().message << connection.error().detail;
    const std::string much(5U << 20U, 'x');
    ASSERT_TRUE(connection->call({"SET", "much", much}));
    EXPECT_EQ(connection->call({"GET", "much"})->text, much);
    EXPECT_TRUE(open(place + "?ssl_cert_reqs=none" + ourselves));

    const auto strange = open(place);
    ASSERT_FALSE(strange);
    EXPECT_EQ(strange.error().code, Code::forbidden);
    EXPECT_THAT(strange.error().message, HasSubstr("certificate"));
    // The server wants to know who we are.
    EXPECT_FALSE(open(place + "?" + ours));
    const auto missing = open(place + "?ssl_ca_certs=/nowhere/ca.pem");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Code::invalid);
    EXPECT_THAT(missing.error().message, HasSubstr("ssl_ca_certs"));
    // A server that speaks no TLS.
    EXPECT_FALSE(open("rediss://127.0.0.1:" + std::to_string(server.port()), {.connect = milliseconds(200)}));
}

TEST(RedisTls, RefusesACertificateOfAnotherName) {
    const Certificates certificates;
    const int port = test::free_port();
    const test::RedisServer server(certificates.server_options("other", port));
    const std::string place =
        "rediss://127.0.0.1:" + std::to_string(port) + "/0?ssl_ca_certs=" + certificates.path("ca.pem") +
        "&ssl_certfile=" + certificates.path("other.pem") + "&ssl_keyfile=" + certificates.path("other.key");
    const auto refused = open(place);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::forbidden);
    EXPECT_THAT(refused.error().message, HasSubstr("mismatch"));
}

std::string port_of(Connection& connection) {
    return connection.call({"CONFIG", "GET", "port"})->elements.at(1).text;
}

// A server, one that copies it, and a Sentinel that makes the copy the master where the server is away.
class RedisSentinels : public testing::Test {
protected:
    std::string address(const std::string& options = "?master_name=videos") const {
        return "sentinel://127.0.0.1:" + std::to_string(sentinel_.port()) + options;
    }
    void wait_for_master(int port) const {
        while (true) {
            auto connection = open(address());
            if (connection && port_of(*connection) == std::to_string(port)) return;
            wait_readable(-1, 20);
        }
    }

    test::RedisServer server_;
    test::RedisServer copy_{{"--replicaof", "127.0.0.1 " + std::to_string(server_.port())}};
    test::RedisSentinel sentinel_{"videos", server_.port()};
};

TEST_F(RedisSentinels, LeadToTheMaster) {
    auto connection = open(address("/3?master_name=videos")).value();
    EXPECT_EQ(port_of(connection), std::to_string(server_.port()));
    ASSERT_TRUE(connection.call({"SET", "key", "third"}));
    auto direct = open("redis://127.0.0.1:" + std::to_string(server_.port()) + "/3").value();
    EXPECT_EQ(direct.call({"GET", "key"})->text, "third");
    // One that is away, and one that is none, keep nobody from it.
    EXPECT_TRUE(open("sentinel://127.0.0.1:" + std::to_string(test::free_port()) + ";" +
                     "sentinel://127.0.0.1:" + std::to_string(server_.port()) + ";" + address()));
    const auto unknown = open(address("?master_name=music"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::invalid);
    EXPECT_THAT(unknown.error().message, HasSubstr("music"));
}

TEST_F(RedisSentinels, AreFollowedToTheNextMaster) {
    sentinel_.wait_for_copy();
    auto connection = open(address(), {.doubt = milliseconds(200)}).value();
    server_.freeze();
    // Nothing is closed: what shows is that others are welcome at another server.
    const auto answer = connection.call({"PING"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::unavailable);
    wait_for_master(copy_.port());
    server_.thaw();
    auto next = open(address()).value();
    EXPECT_EQ(port_of(next), std::to_string(copy_.port()));
}

TEST(RedisSentinel, IsNotBelievedWhereTheServerSaysOtherwise) {
    // What it names is a copy of nobody that is there, so it finds no other.
    const test::RedisServer copy({"--replicaof", "127.0.0.1 " + std::to_string(test::free_port())});
    const test::RedisSentinel sentinel("m", copy.port());
    const auto misled = open("sentinel://127.0.0.1:" + std::to_string(sentinel.port()) + "?master_name=m");
    ASSERT_FALSE(misled);
    EXPECT_EQ(misled.error().code, Code::unavailable);
}

TEST(RedisSentinel, MayWantAPasswordOfItsOwn) {
    const test::RedisServer server({"--requirepass", "sesame"});
    const test::RedisSentinel sentinel("m", server.port(), "requirepass knock\nsentinel auth-pass m sesame\n");
    const std::string place = "127.0.0.1:" + std::to_string(sentinel.port());
    auto connection = open("sentinel://:sesame@" + place + "?master_name=m&sentinel_password=knock");
    ASSERT_TRUE(connection) << connection.error().message;
    EXPECT_EQ(port_of(*connection), std::to_string(server.port()));
    EXPECT_EQ(open("sentinel://:sesame@" + place + "?master_name=m").error().code, Code::forbidden);
    EXPECT_EQ(open("sentinel://:sesame@" + place + "?master_name=m&sentinel_password=wrong").error().code,
              Code::forbidden);
    EXPECT_EQ(open("sentinel://" + place + "?master_name=m&sentinel_password=knock").error().code, Code::forbidden);
}

TEST(RedisSentinel, IsSpokenToByTlsAsTheMasterIs) {
    const Certificates certificates;
    const int port = test::free_port();
    auto options = certificates.server_options("server", port);
    const test::RedisServer server(options);
    const int sentinel_port = test::free_port();
    std::string lines = "tls-port " + std::to_string(sentinel_port) + "\ntls-replication yes\n";
    for (const auto& [name, file] : {std::pair("cert", "server.pem"), {"key", "server.key"}, {"ca-cert", "ca.pem"}})
        lines += std::string("tls-") + name + "-file " + certificates.path(file) + "\n";
    const test::RedisSentinel sentinel("m", port, lines);
    const std::string place = "sentinel://127.0.0.1:" + std::to_string(sentinel_port) +
                              "?master_name=m&ssl_certfile=" + certificates.path("other.pem") +
                              "&ssl_keyfile=" + certificates.path("other.key");
    auto connection = open(place + "&ssl_ca_certs=" + certificates.path("ca.pem"));
    ASSERT_TRUE(connection) << connection.error().message << connection.error().detail;
    EXPECT_EQ(connection->call({"PING"})->text, "PONG");
    EXPECT_EQ(open(place).error().code, Code::forbidden);
}

TEST(RedisCluster, IsRefusedWithAWord) {
    const test::RedisServer server({"--cluster-enabled", "yes", "--cluster-port", std::to_string(test::free_port())});
    for (const auto& address : {server.address(), "redis://127.0.0.1:" + std::to_string(server.port()) + "/3"}) {
        const auto refused = open(address);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Code::invalid);
        EXPECT_THAT(refused.error().message, HasSubstr("Cluster"));
    }
}

TEST_F(RedisConnection, IsGivenUpWhereOnlyThisOneIsSilent) {
    auto connection = open(server_.address(), {.doubt = milliseconds(200)}).value();
    const auto begun = std::chrono::steady_clock::now();
    const auto answer = connection.call({"BLPOP", "empty", "0"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(5'000));
}

TEST(RedisDoubt, KeepsAConnectionWhereTheServerIsSlowForAll) {
    const test::RedisServer server({"--enable-debug-command", "yes"});
    auto connection = open(server.address(), {.doubt = milliseconds(50)}).value();
    EXPECT_TRUE(connection.call({"DEBUG", "SLEEP", "1"}));
}

// A peer that answers every connection with the same bytes.
class Impostor {
public:
    explicit Impostor(std::string answer) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(socket_.get(), generic, size), 0);
        EXPECT_EQ(::listen(socket_.get(), 1), 0);
        EXPECT_EQ(::getsockname(socket_.get(), generic, &size), 0);
        port_ = ::ntohs(address.sin_port);
        server_ = std::jthread([this, answer = std::move(answer)] {
            const UniqueFd peer(::accept(socket_.get(), nullptr, nullptr));
            static_cast<void>(::send(peer.get(), answer.data(), answer.size(), MSG_NOSIGNAL));
            std::array<char, 256> asked{};
            while (::recv(peer.get(), asked.data(), asked.size(), 0) > 0) {
            }
        });
    }

    std::string address() const { return "redis://127.0.0.1:" + std::to_string(port_); }

private:
    UniqueFd socket_;
    int port_ = 0;
    std::jthread server_;
};

TEST(RedisImpostor, IsRefused) {
    for (const char* answer : {"HTTP/1.1 400 Bad Request\r\n\r\n", "*-5\r\n", "$99999999999999999999\r\n", ":x\r\n",
                               "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"}) {
        const Impostor impostor(answer);
        const auto refused = open(impostor.address());
        ASSERT_FALSE(refused) << answer;
        EXPECT_EQ(refused.error().code, Code::unavailable) << answer;
    }
    // Many are announced, and few come.
    const Impostor liar("*2147483647\r\n:1\r\n");
    EXPECT_EQ(open(liar.address(), {.reply = milliseconds(50)}).error().code, Code::timeout);
}

TEST(RedisFailure, TellsWhatMayPassFromWhatDoesNot) {
    const auto code = [](const char* text) {
        return failure_of({.kind = Reply::Kind::error, .integer = 0, .text = text, .elements = {}}).code;
    };
    EXPECT_EQ(code("LOADING Redis is loading the dataset in memory"), Code::unavailable);
    EXPECT_EQ(code("OOM command not allowed"), Code::unavailable);
    EXPECT_EQ(code("NOPERM this user has no permissions"), Code::forbidden);
    EXPECT_EQ(code("ERR unknown command"), Code::internal);
    EXPECT_EQ(code(""), Code::internal);
}

}  // namespace
}  // namespace mss::redis
