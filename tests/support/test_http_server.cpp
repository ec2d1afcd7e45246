#include "support/test_http_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>

#include <fmt/format.h>

namespace mss::test {
namespace {

constexpr std::chrono::milliseconds kDripPause{50};

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::strtol(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

ReceivedRequest parse_head(std::string_view head) {
    ReceivedRequest request;
    const std::string_view first = head.substr(0, head.find("\r\n"));
    const auto space = first.find(' ');
    request.method = first.substr(0, space);
    request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
    for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
        const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        if (const auto colon = line.find(':'); colon != std::string_view::npos)
            request.headers.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return request;
}

// One whole request from the socket; nothing at its end.
std::optional<ReceivedRequest> read_request(int socket) {
    std::string bytes;
    std::optional<ReceivedRequest> request;
    std::size_t wanted = std::string::npos;
    std::size_t body_at = 0;
    while (bytes.size() < wanted) {
        char buffer[4096];
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0) return std::nullopt;
        bytes.append(buffer, static_cast<std::size_t>(got));
        const auto end = bytes.find("\r\n\r\n");
        if (request || end == std::string::npos) continue;
        request = parse_head(std::string_view(bytes).substr(0, end));
        body_at = end + 4;
        wanted = body_at + std::strtoul(request->header("content-length").c_str(), nullptr, 10);
    }
    request->body = bytes.substr(body_at);
    return request;
}

std::string head_of(const Reply& reply) {
    std::string head = fmt::format("HTTP/1.1 {} Test\r\nConnection: close\r\n", reply.status);
    bool length = false;
    for (const auto& [name, value] : reply.headers) {
        head += fmt::format("{}: {}\r\n", name, value);
        length = length || lower(name) == "content-length";
    }
    if (!length) head += fmt::format("Content-Length: {}\r\n", reply.body.size());
    return head + "\r\n";
}

}  // namespace

std::string ReceivedRequest::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? std::string() : found->second;
}

std::string ReceivedRequest::path() const {
    return target.substr(0, target.find('?'));
}

std::string ReceivedRequest::parameter(std::string_view name) const {
    const auto question = target.find('?');
    std::string_view rest = question == std::string::npos ? "" : std::string_view(target).substr(question + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        const auto equals = std::min(pair.find('='), pair.size());
        if (percent_decoded(pair.substr(0, equals)) == name)
            return percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    }
    return {};
}

Reply json_reply(std::string body) {
    return {.headers = {{"Content-Type", "application/json; charset=utf-8"}}, .body = std::move(body), .raw = {}};
}

Reply redirect_to(std::string location, int status) {
    return {.status = status, .headers = {{"Location", std::move(location)}}, .body = {}, .raw = {}};
}

TestHttpServer::TestHttpServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (!listener_ || ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::listen(listener_.get(), 64) != 0 ||
        ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("the test server gets no port");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_connections(); });
}

TestHttpServer::TestHttpServer(std::vector<Reply> replies)
    : TestHttpServer([replies = std::move(replies), next = std::make_shared<std::size_t>(0),
                      mutex = std::make_shared<std::mutex>()](const ReceivedRequest&) {
          const std::scoped_lock lock(*mutex);
          const Reply& reply = replies.at(std::min(*next, replies.size() - 1));
          ++*next;
          return reply;
      }) {}

TestHttpServer::~TestHttpServer() {
    std::vector<std::thread> threads;
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
        for (const UniqueFd& connection : connections_)
            ::shutdown(connection.get(), SHUT_RDWR);
    }
    stop_changed_.notify_all();
    ::shutdown(listener_.get(), SHUT_RDWR);
    acceptor_.join();
    {
        const std::scoped_lock lock(mutex_);
        threads.swap(threads_);
    }
    for (std::thread& thread : threads)
        thread.join();
}

std::string TestHttpServer::url(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

std::vector<ReceivedRequest> TestHttpServer::requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
}

void TestHttpServer::accept_connections() {
    for (;;) {
        UniqueFd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        const std::scoped_lock lock(mutex_);
        if (stopping_ || !connection) return;
        const int socket = connection.get();
        connections_.push_back(std::move(connection));
        threads_.emplace_back([this, socket] { serve(socket); });
    }
}

bool TestHttpServer::stopped_within(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return stop_changed_.wait_for(lock, time, [this] { return stopping_; });
}

void TestHttpServer::serve(int connection) {
    const auto request = read_request(connection);
    if (!request) return;
    {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(*request);
    }
    const Reply reply = handler_(*request);
    while (reply.stall && !stopped_within(std::chrono::hours(1)))
        continue;
    if (!reply.raw.empty()) {
        send_all(connection, reply.raw);
    } else if (!reply.stall && send_all(connection, head_of(reply)) && request->method != "HEAD") {
        std::string_view body = reply.body;
        if (reply.cut_at > 0) body = body.substr(0, reply.cut_at);
        const std::size_t piece = reply.drip_bytes > 0 ? reply.drip_bytes : body.size();
        while (!body.empty() && send_all(connection, body.substr(0, piece))) {
            body.remove_prefix(std::min(piece, body.size()));
            if (reply.drip_bytes > 0 && !body.empty() && stopped_within(kDripPause)) break;
        }
    }
    ::shutdown(connection, SHUT_RDWR);
}

}  // namespace mss::test
