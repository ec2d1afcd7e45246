#include "support/cut_proxy.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>

namespace mss::test {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    address.sin_port = ::htons(static_cast<in_port_t>(port));
    return address;
}

UniqueFd tcp_socket() {
    return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

}  // namespace

CutProxy::CutProxy(int target_port) : target_port_(target_port), listener_(tcp_socket()) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), SOMAXCONN) != 0 ||
        ::getsockname(listener_.get(), generic, &size) != 0)
        throw std::runtime_error("the proxy cannot listen");
    port_ = ::ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

CutProxy::~CutProxy() {
    ending_ = true;
    attention_.set();
    thread_.join();
}

void CutProxy::cut(Way way) {
    to_server_ = way == Way::to_client;
    to_client_ = way == Way::to_server;
    attention_.set();
}

void CutProxy::mend() {
    to_server_ = true;
    to_client_ = true;
}

void CutProxy::accept_one() {
    Pair pair;
    pair.client = UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    pair.server = tcp_socket();
    const sockaddr_in address = loopback(target_port_);
    if (::connect(pair.server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
    pairs_.push_back(std::move(pair));
}

bool CutProxy::pass(int from, int to, bool open) {
    std::array<char, 65'536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv()
    const auto got = ::recv(from, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    if (!open) {
        lost_ += static_cast<std::size_t>(got);
        return true;
    }
    return ::send(to, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
}

void CutProxy::serve() {
    while (!ending_) {
        std::vector<pollfd> watched{{listener_.get(), POLLIN, 0}, {attention_.fd(), POLLIN, 0}};
        for (const Pair& pair : pairs_) {
            watched.push_back({pair.client.get(), POLLIN, 0});
            watched.push_back({pair.server.get(), POLLIN, 0});
        }
        if (::poll(watched.data(), watched.size(), -1) < 0) continue;
        attention_.clear();
        // What a cut finds stays cut.
        for (Pair& pair : pairs_) {
            pair.to_server = pair.to_server && to_server_;
            pair.to_client = pair.to_client && to_client_;
        }
        std::vector<Pair> kept;
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            Pair& pair = pairs_[i];
            bool lives = true;
            if (watched[2 + 2 * i].revents != 0) lives = pass(pair.client.get(), pair.server.get(), pair.to_server);
            if (lives && watched[3 + 2 * i].revents != 0)
                lives = pass(pair.server.get(), pair.client.get(), pair.to_client);
            if (lives) kept.push_back(std::move(pair));
        }
        pairs_ = std::move(kept);
        if (watched[0].revents != 0) accept_one();
    }
}

}  // namespace mss::test
