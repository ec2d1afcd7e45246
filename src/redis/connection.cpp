#include "redis/connection.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/flag.hpp"
#include "base/utf8.hpp"
#include "redis/reply_reader.hpp"
#include "redis/sentinel.hpp"
#include "redis/stream.hpp"

namespace mss::redis {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kReadBytes = 64U << 10U;
constexpr milliseconds kLastChance{250};  ///< for an answer after another connection was welcome
// A peer whose machine is gone, where somebody only listens: seconds until it is asked, between, and how often.
constexpr int kAliveAfter = 10;
constexpr int kAliveEvery = 3;
constexpr int kAliveTries = 3;
constexpr unsigned kUnacknowledgedMost = 5'000;  // ms: for bytes that its machine does not confirm

struct AddressFree {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

std::string reason(int error) {
    return std::generic_category().message(error);
}

std::unexpected<Error> away(const Endpoint& endpoint, std::string_view why) {
    return fail(Code::unavailable, fmt::format("the Redis server at {} is away: {}", shown(endpoint), why));
}

// RESP: an array of bulk strings.
void append(std::string& out, const Command& command) {
    fmt::format_to(std::back_inserter(out), "*{}\r\n", command.size());
    for (const std::string& part : command) {
        fmt::format_to(std::back_inserter(out), "${}\r\n", part.size());
        out += part;
        out += "\r\n";
    }
}

}  // namespace

struct Connection::Parts {
    Parts(Endpoint where, const Waiting& limits)
        : endpoint(std::move(where)), waiting(limits), reader(limits.bytes_max) {}

    Result<void> connect();
    Result<void> connect_to(const sockaddr* address, socklen_t length);
    Result<void> shake_hands();
    Result<void> log_in(Connection& connection, Peer expected) const;
    Result<void> check_peer(Connection& connection, Peer expected) const;
    /// Waits for the socket. True: it is ready; false: the limit is over. Errors: cancelled; unavailable (another
    /// server is the master now).
    Result<bool> wait_for(short event, milliseconds limit);
    /// Reads what the Sentinel tells. Errors: unavailable (another server is the master now).
    Result<void> heed_sentinel();
    Result<void> write(std::string_view bytes);
    /// Takes what has come, if anything; what to wait for until there is more. Errors: unavailable (the other side
    /// closed).
    Result<short> take_bytes();
    /// The same, naming the server where it is an error.
    template <class T>
    Result<T> named(Result<T> result) const {
        if (!result)
            result.error() = result.error().with_context(fmt::format("the Redis server at {}", shown(endpoint)));
        return result;
    }
    Result<Reply> reply();
    /// False where nothing came, while another connection is welcome.
    Result<bool> is_heard(short event);

    Endpoint endpoint;
    std::optional<Endpoint> asked;    ///< what names the Sentinels that led here
    std::unique_ptr<Parts> sentinel;  ///< the one that did, which tells of other masters; null: nobody does
    Waiting waiting;
    UniqueFd socket;
    std::unique_ptr<Stream> stream;  ///< over the socket
    ReplyReader reader;
};

Result<bool> Connection::Parts::wait_for(short event, milliseconds limit) {
    const auto deadline = Steady::now() + limit;
    while (true) {
        std::array<pollfd, 3> watched{{{socket.get(), event, 0},
                                       {waiting.cancel_fd, POLLIN, 0},
                                       {sentinel ? sentinel->socket.get() : -1, POLLIN, 0}}};
        const auto left = std::chrono::ceil<milliseconds>(deadline - Steady::now());
        const int ready =
            ::poll(watched.data(), watched.size(), static_cast<int>(std::max(left, milliseconds(0)).count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return fail(Code::internal, fmt::format("poll: {}", reason(errno)));
        if (watched[1].revents != 0) return fail(Code::cancelled, "stopped");
        if (watched[0].revents != 0) return true;
        if (watched[2].revents == 0) return false;
        MSS_TRY(heed_sentinel());
    }
}

Result<void> Connection::Parts::heed_sentinel() {
    if (!sentinel || !is_readable(sentinel->socket.get())) return {};
    // Without it a silent master is found out by doubt alone.
    if (!sentinel->take_bytes()) {
        sentinel.reset();
        return {};
    }
    while (true) {
        const auto message = sentinel->reader.next();
        if (!message) sentinel.reset();
        if (!message || !*message) return {};
        if (tells_of_other_master(**message, asked->sentinels->master))
            return away(endpoint, "a Sentinel says that another server is the master now");
    }
}

Result<void> Connection::Parts::connect_to(const sockaddr* address, socklen_t length) {
    socket = UniqueFd(::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) return fail(Code::unavailable, fmt::format("no socket: {}", reason(errno)));
    if (::connect(socket.get(), address, length) != 0) {
        if (errno != EINPROGRESS) return away(endpoint, reason(errno));
        MSS_TRY_ASSIGN(const bool ready, wait_for(POLLOUT, waiting.connect));
        if (!ready) return fail(Code::timeout, fmt::format("the Redis server at {} does not answer", shown(endpoint)));
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return away(endpoint, reason(error));
    }
    return {};
}

Result<void> Connection::Parts::connect() {
    if (!endpoint.socket.empty()) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (endpoint.socket.size() >= sizeof address.sun_path)
            return fail(Code::invalid, "the path of the Redis server's socket is too long");
        std::memcpy(address.sun_path, endpoint.socket.data(), endpoint.socket.size());
        return connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(), &hints, &found);
    const std::unique_ptr<addrinfo, AddressFree> list(found);
    if (error != 0) return away(endpoint, ::gai_strerror(error));
    Result<void> connected = away(endpoint, "its name has no address");
    for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
        connected = connect_to(one->ai_addr, one->ai_addrlen);
        if (connected || connected.error().code == Code::cancelled) break;
    }
    MSS_TRY(connected);
    // Small commands go out at once, and a peer whose machine is gone is noticed by somebody who only listens.
    const auto set = [this](int level, int name, auto value) {
        ::setsockopt(socket.get(), level, name, &value, sizeof value);
    };
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, kAliveAfter);
    set(IPPROTO_TCP, TCP_KEEPINTVL, kAliveEvery);
    set(IPPROTO_TCP, TCP_KEEPCNT, kAliveTries);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, kUnacknowledgedMost);
    return {};
}

Result<void> Connection::Parts::shake_hands() {
    if (endpoint.tls) {
        MSS_TRY_ASSIGN(stream, tls_stream(socket.get(), endpoint));
    } else {
        stream = plain_stream(socket.get());
    }
    const auto deadline = Steady::now() + waiting.connect;
    while (true) {
        MSS_TRY_ASSIGN(const Step step, named(stream->shake_hands()));
        if (step.wants == 0) return {};
        const auto left = std::chrono::ceil<milliseconds>(deadline - Steady::now());
        MSS_TRY_ASSIGN(const bool ready, wait_for(step.wants, std::max(left, milliseconds(0))));
        if (!ready)
            return fail(Code::timeout, fmt::format("the Redis server at {} does not answer by TLS", shown(endpoint)));
    }
}

Result<void> Connection::Parts::log_in(Connection& connection, Peer expected) const {
    if (!endpoint.password.empty()) {
        Command login{"AUTH"};
        if (!endpoint.user.empty()) login.push_back(endpoint.user);
        login.push_back(endpoint.password);
        if (auto done = connection.call(login); !done) {
            // What a server says of a login may quote it.
            if (done.error().code == Code::internal || done.error().code == Code::forbidden)
                return fail(Code::forbidden,
                            fmt::format("the Redis server at {} refuses user or password", shown(endpoint)));
            return std::unexpected(done.error());
        }
    }
    return expected == Peer::sentinel ? Result<void>() : check_peer(connection, expected);
}

// SELECT also where the database is the first: only now it shows whether a login is needed; and a look at a key, which
// shows whether the server still reads its data.
Result<void> Connection::Parts::check_peer(Connection& connection, Peer expected) const {
    const std::vector<Command> ask{
        {"INFO", "cluster"}, {"SELECT", std::to_string(endpoint.database)}, {"EXISTS", "mss"}, {"ROLE"}};
    const std::span all(ask);
    MSS_TRY_ASSIGN(const auto replies, connection.call_all(expected == Peer::master ? all : all.first(3)));
    if (says_cluster(replies[0]))
        return fail(Code::invalid,
                    fmt::format("the Redis server at {} is a node of a Redis Cluster, in which queues of Celery cannot "
                                "be; name a single server, or Sentinels",
                                shown(endpoint)));
    if (replies[1].is_error()) {
        const Error error = failure_of(replies[1]);
        if (error.code != Code::internal) return std::unexpected(error);
        return fail(Code::invalid,
                    fmt::format("the Redis server at {} has no such database: {}", shown(endpoint), error.message));
    }
    if (replies[2].is_error())
        if (const Error error = failure_of(replies[2]); error.code == Code::unavailable) return std::unexpected(error);
    if (expected != Peer::master) return {};
    if (replies[3].is_error()) return std::unexpected(failure_of(replies[3]));
    if (!says_master(replies[3])) return away(endpoint, "the Sentinels name it, but it says that it is no master");
    return {};
}

Result<void> Connection::Parts::write(std::string_view bytes) {
    MSS_TRY(heed_sentinel());
    while (!bytes.empty()) {
        MSS_TRY_ASSIGN(const Step step, named(stream->send(bytes)));
        if (step.closed) return away(endpoint, "it closed the connection");
        bytes.remove_prefix(step.bytes);
        if (step.wants == 0) continue;
        // A server that is busy sending replies may read no more until somebody takes them.
        MSS_TRY_ASSIGN(const bool ready, wait_for(static_cast<short>(step.wants | POLLIN), waiting.reply));
        if (!ready) return fail(Code::timeout, fmt::format("the Redis server at {} takes no more", shown(endpoint)));
        MSS_TRY(take_bytes());
    }
    return {};
}

Result<short> Connection::Parts::take_bytes() {
    std::array<char, kReadBytes> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by receive()
    while (true) {
        MSS_TRY_ASSIGN(const Step step, named(stream->receive(buffer)));
        if (step.closed) return away(endpoint, "it closed the connection");
        if (step.bytes > 0) MSS_TRY(named(reader.feed({buffer.data(), step.bytes})));
        if (step.wants != 0) return step.wants;
    }
}

Result<bool> Connection::Parts::is_heard(short event) {
    const Waiting brief{.connect = waiting.doubt, .reply = waiting.doubt, .cancel_fd = waiting.cancel_fd};
    const auto other = Connection::open(asked.value_or(endpoint), brief);
    if (!other && other.error().code == Code::cancelled) return std::unexpected(other.error());
    MSS_TRY_ASSIGN(const bool ready, wait_for(event, other ? kLastChance : milliseconds(0)));
    return ready || !other;
}

Result<Reply> Connection::Parts::reply() {
    short wanted = POLLIN;
    auto last_byte = Steady::now();
    while (true) {
        MSS_TRY_ASSIGN(auto made, named(reader.next()));
        if (made) return *std::move(made);
        const auto left = std::chrono::ceil<milliseconds>(last_byte + waiting.reply - Steady::now());
        const bool doubts = waiting.doubt > milliseconds(0) && waiting.doubt < left;
        MSS_TRY_ASSIGN(bool ready, wait_for(wanted, doubts ? waiting.doubt : left));
        if (!ready && doubts) {
            MSS_TRY_ASSIGN(const bool heard, is_heard(wanted));
            if (!heard) return away(endpoint, "it is silent here and answers elsewhere");
            MSS_TRY_ASSIGN(ready, wait_for(wanted, milliseconds(0)));
            if (!ready && last_byte + waiting.reply > Steady::now()) continue;
        }
        if (!ready) return fail(Code::timeout, fmt::format("the Redis server at {} does not answer", shown(endpoint)));
        MSS_TRY_ASSIGN(wanted, take_bytes());
        last_byte = Steady::now();
    }
}

Connection::Connection(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const Endpoint& endpoint, const Waiting& waiting) {
    return endpoint.sentinels ? open_master(endpoint, waiting) : open_at(endpoint, waiting, Peer::server);
}

Result<Connection> Connection::open_at(const Endpoint& endpoint, const Waiting& waiting, Peer expected) {
    Connection connection(std::make_unique<Parts>(endpoint, waiting));
    Parts& parts = *connection.parts_;
    MSS_TRY(parts.connect());
    MSS_TRY(parts.shake_hands());
    // A server that hangs accepts connections all the same: it is not waited for longer than one that is away.
    // Where there are Sentinels another one is the master soon.
    parts.waiting.reply = std::min(waiting.reply, expected == Peer::master ? waiting.connect / 2 : waiting.connect);
    parts.waiting.doubt = milliseconds(0);
    MSS_TRY(parts.log_in(connection, expected));
    parts.waiting = waiting;
    return connection;
}

// Each Sentinel is asked, beginning with the one that was right last, until one names a server that is a master: some
// may be cut off from the others and be wrong.
Result<Connection> Connection::open_master(const Endpoint& endpoint, const Waiting& waiting) {
    static std::atomic<std::size_t> right_last = 0;
    const Sentinels& sentinels = *endpoint.sentinels;
    Endpoint server = endpoint;
    server.sentinels.reset();
    Endpoint sentinel = server;
    sentinel.user = sentinels.user;
    sentinel.password = sentinels.password;
    Result<Connection> opened = fail(Code::invalid, fmt::format("no Sentinel knows a master that is called {}",
                                                                utf8::printable(sentinels.master, 60)));
    std::vector<Place> tried;
    const std::size_t count = sentinels.places.size();
    for (std::size_t i = 0, first = right_last; i < count; ++i) {
        const std::size_t at = (first + i) % count;
        sentinel.host = sentinels.places[at].host;
        sentinel.port = sentinels.places[at].port;
        auto asked = ask_sentinel(sentinel, waiting, sentinels.master);
        if (!asked) {
            opened = std::unexpected(asked.error().with_context("a Sentinel"));
            if (asked.error().code == Code::cancelled) return opened;
            continue;
        }
        auto& [watching, place] = *asked;
        if (!place || std::ranges::find(tried, *place) != tried.end()) continue;
        tried.push_back(*place);
        server.host = place->host;
        server.port = place->port;
        opened = open_at(server, waiting, Peer::master);
        if (!opened && opened.error().code == Code::cancelled) return opened;
        if (!opened) continue;
        right_last = at;
        opened->parts_->asked = endpoint;
        opened->parts_->sentinel = std::move(watching.parts_);
        return opened;
    }
    return opened;
}

// Half of the time that the server gets, since the next one may do better. Then it is subscribed to what
// it tells of masters; one that changes in between is found out by its role.
Result<std::pair<Connection, std::optional<Place>>> Connection::ask_sentinel(const Endpoint& sentinel,
                                                                             const Waiting& waiting,
                                                                             const std::string& master) {
    const Waiting brief{.connect = waiting.connect / 2, .reply = waiting.connect / 2, .cancel_fd = waiting.cancel_fd};
    MSS_TRY_ASSIGN(Connection connection, open_at(sentinel, brief, Peer::sentinel));
    MSS_TRY_ASSIGN(const Reply reply, connection.call(ask_for_master(master)));
    MSS_TRY_ASSIGN(auto place, connection.parts_->named(read_master_place(reply)));
    MSS_TRY(connection.send(subscribe_to_masters()));
    return std::pair(std::move(connection), std::move(place));
}

Result<Reply> Connection::call(const Command& command) {
    MSS_TRY_ASSIGN(auto replies, call_all(std::span(&command, 1)));
    if (replies.front().is_error()) return std::unexpected(failure_of(replies.front()));
    return std::move(replies.front());
}

Result<std::vector<Reply>> Connection::call_all(std::span<const Command> commands) {
    std::string bytes;
    for (const Command& command : commands)
        append(bytes, command);
    MSS_TRY(parts_->write(bytes));
    std::vector<Reply> replies;
    replies.reserve(commands.size());
    while (replies.size() < commands.size()) {
        MSS_TRY_ASSIGN(Reply reply, parts_->reply());
        replies.push_back(std::move(reply));
    }
    return replies;
}

Result<void> Connection::send(const Command& command) {
    std::string bytes;
    append(bytes, command);
    return parts_->write(bytes);
}

Result<std::optional<Reply>> Connection::next(milliseconds limit) {
    const auto deadline = Steady::now() + limit;
    short wanted = POLLIN;
    while (true) {
        MSS_TRY_ASSIGN(auto made, parts_->named(parts_->reader.next()));
        if (made) return made;
        const auto left = std::chrono::ceil<milliseconds>(deadline - Steady::now());
        MSS_TRY_ASSIGN(const bool ready, parts_->wait_for(wanted, std::max(left, milliseconds(0))));
        if (!ready) return std::nullopt;
        MSS_TRY_ASSIGN(wanted, parts_->take_bytes());
    }
}

bool Connection::is_stale() {
    return is_readable(parts_->socket.get()) || !parts_->heed_sentinel();
}

int Connection::fd() const {
    return parts_->socket.get();
}

Error failure_of(const Reply& reply) {
    constexpr std::array<std::string_view, 4> kForbidden{"NOAUTH", "WRONGPASS", "NOPERM", "DENIED"};
    constexpr std::array<std::string_view, 9> kUnavailable{"LOADING", "READONLY",   "MASTERDOWN", "OOM",        "BUSY",
                                                           "MISCONF", "NOREPLICAS", "TRYAGAIN",   "CLUSTERDOWN"};
    const std::string message = utf8::printable(reply.text, 200);
    const std::string_view word = std::string_view(reply.text).substr(0, reply.text.find(' '));
    Code code = Code::internal;
    if (std::ranges::find(kForbidden, word) != kForbidden.end()) code = Code::forbidden;
    if (std::ranges::find(kUnavailable, word) != kUnavailable.end()) code = Code::unavailable;
    return {code, fmt::format("the Redis server refuses: {}", message), {}};
}

}  // namespace mss::redis
