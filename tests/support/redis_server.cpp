#include "support/redis_server.hpp"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <netinet/in.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>

#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/flag.hpp"

namespace mss::test {
namespace {

constexpr std::chrono::seconds kStartWait{20};
constexpr int kLookEvery = 5;  // ms

// The server listens on it last, and refuses commands while it reads its data.
bool serves(const std::filesystem::path& path) {
    const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = path.string();
    if (name.size() >= sizeof address.sun_path) throw std::runtime_error("the path of the socket is too long");
    std::memcpy(address.sun_path, name.data(), name.size());
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return false;
    constexpr std::string_view kPing = "PING\r\n";
    std::array<char, 64> answer{};
    if (::send(socket.get(), kPing.data(), kPing.size(), MSG_NOSIGNAL) <= 0) return false;
    const auto got = ::recv(socket.get(), answer.data(), answer.size(), 0);
    return got > 0 && !std::string_view(answer.data(), static_cast<std::size_t>(got)).starts_with("-LOADING");
}

// None where nobody listens.
UniqueFd connected_to(int port) {
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    address.sin_port = ::htons(static_cast<in_port_t>(port));
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) socket.reset();
    return socket;
}

template <class Listens>
void wait_until(Listens listens, const char* what) {
    const auto deadline = std::chrono::steady_clock::now() + kStartWait;
    while (!listens()) {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error(what);
        wait_readable(-1, kLookEvery);
    }
}

ChildProcess started(const SpawnOptions& spawn) {
    auto spawned = ChildProcess::spawn(spawn);
    if (!spawned) throw std::runtime_error(spawned.error().message);
    return std::move(*spawned);
}

void kill_now(std::optional<ChildProcess>& process) {
    if (!process) return;
    ::kill(process->pid(), SIGKILL);
    static_cast<void>(process->end(std::chrono::seconds(5)));
    process.reset();
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
    process_ = started(spawn);
    wait_until([&] { return serves(socket); }, "redis-server does not start");
}

void RedisServer::kill() {
    kill_now(process_);
}

void RedisServer::freeze() {
    ::kill(process_->pid(), SIGSTOP);
}

void RedisServer::thaw() {
    ::kill(process_->pid(), SIGCONT);
}

RedisSentinel::RedisSentinel(std::string name, int master_port, const std::string& lines)
    : name_(std::move(name)), port_(free_port()) {
    const std::filesystem::path file = folder_.path() / "sentinel.conf";
    std::ofstream(file) << fmt::format(
        "bind 127.0.0.1\nport {0}\ndir {1}\nlogfile /dev/null\n"
        "sentinel monitor {2} 127.0.0.1 {3} 1\nsentinel down-after-milliseconds {2} 300\n"
        "sentinel failover-timeout {2} 5000\n{4}",
        port_, folder_.path().string(), name_, master_port, lines);
    SpawnOptions spawn;
    spawn.program = "/usr/bin/redis-server";
    spawn.called = "redis-server";
    spawn.arguments = {file.string(), "--sentinel"};
    process_ = started(spawn);
    wait_until([this] { return static_cast<bool>(connected_to(port_)); }, "the Sentinel does not start");
}

RedisSentinel::~RedisSentinel() {
    kill_now(process_);
}

std::string RedisSentinel::asked(const std::string& line) const {
    const UniqueFd socket = connected_to(port_);
    const std::string bytes = line + "\r\n";
    static_cast<void>(::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
    std::array<char, 256> answer{};
    const auto got = ::recv(socket.get(), answer.data(), answer.size(), 0);
    return {answer.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

void RedisSentinel::wait_for_copy() const {
    const auto ready = [this] { return asked("SENTINEL REPLICAS " + name_).starts_with("*1"); };
    wait_until(ready, "the Sentinel hears of no copy");
}

void RedisSentinel::fail_over() const {
    // Refused while it does not know yet how good the copy is.
    wait_until([this] { return asked("SENTINEL FAILOVER " + name_).starts_with("+OK"); }, "the Sentinel refuses");
}

std::string RedisServer::address() const {
    return fmt::format("redis://127.0.0.1:{}/0", port_);
}

std::string RedisServer::socket_address() const {
    return fmt::format("redis+socket://{}", (folder_.path() / "redis.sock").string());
}

}  // namespace mss::test
