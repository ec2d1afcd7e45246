#include "support/redis_server.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstring>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>

#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/flag.hpp"

namespace mss::test {
namespace {

constexpr std::chrono::seconds kStartWait{20};
constexpr int kLookEvery = 5;  // ms

// The server listens on it last.
bool listens(const std::filesystem::path& path) {
    const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = path.string();
    if (name.size() >= sizeof address.sun_path) throw std::runtime_error("the path of the socket is too long");
    std::memcpy(address.sun_path, name.data(), name.size());
    return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

int free_port() {
    const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no free port");
    return ::ntohs(address.sin_port);
}

RedisServer::RedisServer(std::vector<std::string> options) : options_(std::move(options)), port_(free_port()) {
    start();
}

RedisServer::~RedisServer() {
    kill();
}

void RedisServer::start() {
    const std::filesystem::path socket = folder_.path() / "redis.sock";
    std::filesystem::remove(socket);
    SpawnOptions spawn;
    spawn.program = "/usr/bin/redis-server";
    spawn.called = "redis-server";
    spawn.arguments = {"--bind",       "127.0.0.1",
                       "--port",       std::to_string(port_),
                       "--unixsocket", socket.string(),
                       "--dir",        folder_.path().string(),
                       "--save",       "",
                       "--logfile",    "/dev/null"};
    spawn.arguments.insert(spawn.arguments.end(), options_.begin(), options_.end());
    auto spawned = ChildProcess::spawn(spawn);
    if (!spawned) throw std::runtime_error(spawned.error().message);
    process_ = std::move(*spawned);
    const auto deadline = std::chrono::steady_clock::now() + kStartWait;
    while (!listens(socket)) {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("redis-server does not start");
        wait_readable(-1, kLookEvery);
    }
}

void RedisServer::kill() {
    if (!process_) return;
    ::kill(process_->pid(), SIGKILL);
    static_cast<void>(process_->end(std::chrono::seconds(5)));
    process_.reset();
}

std::string RedisServer::address() const {
    return fmt::format("redis://127.0.0.1:{}/0", port_);
}

std::string RedisServer::socket_address() const {
    return fmt::format("redis+socket://{}", (folder_.path() / "redis.sock").string());
}

}  // namespace mss::test
