#include "cluster/control_server.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/identifier.hpp"
#include "cluster/reconnecting.hpp"

namespace mss::cluster {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kRequestBytesMax = 4U << 20U;
constexpr milliseconds kListenWait{2'000};
constexpr milliseconds kHelloLook{100};
constexpr std::size_t kNamesShown = 20;
constexpr int kSilentPings = 2;  ///< after so many spans without a word the connection counts as lost
constexpr std::string_view kReplyKeptSeconds = "60";  ///< where whoever asked is gone meanwhile
constexpr std::chrono::hours kBindingKept{1};         ///< as kombu >= 5.7 keeps its own
/// Commands are answered in between, so no reply may take long, and stopping waits for one at most.
constexpr redis::Waiting kSpeakerWaiting{.connect = milliseconds(1'000), .reply = milliseconds(2'000)};

std::string reply_queue(const celery::Naming& naming, std::string_view id) {
    return fmt::format("{}.{}", id, celery::reply_exchange(naming));
}

milliseconds until(std::chrono::steady_clock::time_point time) {
    return std::max(std::chrono::ceil<milliseconds>(time - std::chrono::steady_clock::now()), milliseconds(0));
}

// The first of them.
std::string shown(const std::set<std::string>& names) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(names.size(), kNamesShown));
    std::string text = fmt::format("{}", fmt::join(names.begin(), std::next(names.begin(), count), ", "));
    if (names.size() > kNamesShown) text += fmt::format(" and {} more", names.size() - kNamesShown);
    return text;
}

// Errors of the connection; what the server says of single commands is its own business.
Result<void> call_all(redis::Connection& connection, std::span<const redis::Command> commands) {
    MSS_TRY(connection.call_all(commands));
    return {};
}

}  // namespace

ControlServer::ControlServer(Membership membership, ControlParties parties, ControlOptions options)
    : membership_(membership),
      parties_(parties),
      options_(options),
      channel_(celery::control_channel(membership.naming)),
      commands_(std::move(membership), parties),
      thread_([this] { serve(); }) {}

ControlServer::~ControlServer() {
    stop_.set();
    thread_.join();
}

bool ControlServer::wait_listening(milliseconds limit) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return listening_; });
}

std::uint64_t ControlServer::times_listening() const {
    const std::scoped_lock lock(mutex_);
    return times_listening_;
}

void ControlServer::set_listening(bool listening) {
    {
        const std::scoped_lock lock(mutex_);
        listening_ = listening;
        if (listening) ++times_listening_;
    }
    changed_.notify_all();
}

void ControlServer::serve() {
    keep_connected({.what = "remote control", .stop_fd = stop_.fd(), .log = parties_.log},
                   [this](Attempts& attempts) { return session(attempts); });
}

Result<void> ControlServer::session(Attempts& attempts) {
    questions_.clear();
    MSS_TRY_ASSIGN(auto speaker, redis::Connection::open(membership_.endpoint, kSpeakerWaiting));
    MSS_TRY_ASSIGN(auto listener, redis::Connection::open(membership_.endpoint, waiting_with(stop_)));
    MSS_TRY(listen(listener));
    MSS_TRY(bind(speaker));
    MSS_TRY(ask_others(speaker));
    attempts.succeeded();
    struct Listening {
        explicit Listening(ControlServer& the_server) : server(the_server) { server.set_listening(true); }
        Listening(const Listening&) = delete;
        Listening& operator=(const Listening&) = delete;
        ~Listening() { server.set_listening(false); }

        ControlServer& server;
    };
    const Listening listening(*this);
    auto ended = keep_listening(listener, speaker);
    if (!ended && ended.error().code == Code::cancelled) {
        unbind(speaker);
        return {};
    }
    return ended;
}

Result<void> ControlServer::listen(redis::Connection& listener) const {
    MSS_TRY(listener.send({"SUBSCRIBE", channel_}));
    MSS_TRY_ASSIGN(const auto confirmed, listener.next(kListenWait));
    if (!confirmed) return fail(Code::timeout, "the Redis server does not answer a subscription");
    if (confirmed->is_error()) return std::unexpected(redis::failure_of(*confirmed));
    return {};
}

Result<void> ControlServer::keep_listening(redis::Connection& listener, redis::Connection& speaker) {
    auto next_ping = Steady::now() + options_.ping_every;
    int silent = 0;
    while (true) {
        auto next = next_ping;
        for (const Question& question : questions_)
            next = std::min(next, question.next_look);
        MSS_TRY_ASSIGN(const auto came, listener.next(until(next)));
        if (came) {
            silent = 0;
            MSS_TRY(take(speaker, *came));
        }
        MSS_TRY(look_for_answers(speaker));
        if (Steady::now() < next_ping) continue;
        if (++silent > kSilentPings) return fail(Code::timeout, "the Redis server says nothing any more");
        // Both: a proxy in between may close the one that is not used.
        MSS_TRY(listener.send({"PING"}));
        MSS_TRY(speaker.call({"PING"}));
        next_ping = Steady::now() + options_.ping_every;
    }
}

// So that a look into Redis shows who listens, and as kombu does it. Where the server is too old for what kombu
// >= 5.7 keeps beside it, nothing is lost.
Result<void> ControlServer::bind(redis::Connection& speaker) const {
    const std::string exchange = celery::control_exchange(membership_.naming);
    const std::string member = celery::binding_member(
        membership_.naming,
        {.routing_key = {}, .pattern = {}, .queue = celery::control_queue(membership_.naming, membership_.hostname)});
    const auto deadline = to_unix_ms(parties_.clock.now() + kBindingKept);
    const std::array<redis::Command, 2> commands{
        {{"SADD", celery::binding_key(membership_.naming, exchange), member},
         {"ZADD", celery::binding_deadlines_key(membership_.naming), "GT", std::to_string(deadline), exchange}}};
    return call_all(speaker, commands);
}

void ControlServer::unbind(redis::Connection& speaker) const {
    const std::string exchange = celery::control_exchange(membership_.naming);
    const std::string member = celery::binding_member(
        membership_.naming,
        {.routing_key = {}, .pattern = {}, .queue = celery::control_queue(membership_.naming, membership_.hostname)});
    // Nobody is harmed by one that stays.
    static_cast<void>(speaker.call({"SREM", celery::binding_key(membership_.naming, exchange), member}));
}

Result<void> ControlServer::take(redis::Connection& speaker, const redis::Reply& message) {
    // ["message", channel, text]; answers to PING have two elements.
    if (message.elements.size() != 3 || message.elements[0].text != "message") return {};
    const std::string& text = message.elements[2].text;
    auto request = [&]() -> Result<celery::ControlRequest> {
        if (text.size() > kRequestBytesMax) return fail(Code::too_large, "it is too long");
        MSS_TRY_ASSIGN(const auto envelope, celery::read_envelope(text));
        return celery::read_control(envelope);
    }();
    if (!request) {
        parties_.log.warning("a message of remote control cannot be read",
                             {{"reason", request.error().message}, {"bytes", text.size()}});
        return {};
    }
    parties_.lamport.adjust(request->clock);
    // When a question expires is of no concern, as with Celery's workers: it came at once or not at all, and by clocks
    // that differ a revocation would be passed over.
    if (!celery::is_meant(*request, membership_.hostname)) return {};
    return heed(speaker, *request);
}

Result<void> ControlServer::heed(redis::Connection& speaker, const celery::ControlRequest& request) {
    parties_.log.debug("remote control", {{"method", request.method}});
    auto answer = commands_.answer(request);
    if (!answer || !request.wants_reply()) return {};
    return reply(speaker, request, *std::move(answer));
}

Result<void> ControlServer::reply(redis::Connection& speaker, const celery::ControlRequest& request,
                                  json::Value answer) {
    const std::string exchange = celery::reply_exchange(membership_.naming);
    // Answers go nowhere else, or whoever may publish could make us write into the queues of tasks.
    if (request.reply_to->exchange != exchange) {
        parties_.log.warning("a command of remote control wants its answer in a strange place",
                             {{"method", request.method}});
        return {};
    }
    const std::array<redis::Command, 1> look{{{"SMEMBERS", celery::binding_key(membership_.naming, exchange)}}};
    MSS_TRY_ASSIGN(const auto found, speaker.call_all(look));
    const std::string text = celery::write_envelope(
        celery::control_reply(request, membership_.hostname, std::move(answer), parties_.lamport.forward()));
    std::vector<redis::Command> commands;
    for (const redis::Reply& member : found.front().elements) {
        const auto binding = celery::binding_of(membership_.naming, member.text);
        if (!binding || binding->routing_key != request.reply_to->routing_key) continue;
        // Whoever writes that table must not make us write to queues of tasks.
        if (!binding->queue.ends_with("." + exchange)) continue;
        const std::string list = celery::list_key(membership_.naming, binding->queue, 0);
        commands.push_back({"LPUSH", list, text});
        commands.push_back({"EXPIRE", list, std::string(kReplyKeptSeconds)});
    }
    if (commands.empty()) return {};
    MSS_TRY_ASSIGN(const auto done, speaker.call_all(commands));
    if (done.front().is_error())
        parties_.log.warning("an answer of remote control could not be given",
                             {{"reason", redis::failure_of(done.front()).message}});
    return {};
}

// What is revoked nobody remembers but workers; what they know of kinds matters once.
Result<void> ControlServer::ask_others(redis::Connection& speaker) {
    json::Value revoked = json::encode(parties_.revoked.all());
    MSS_TRY(ask(speaker, "hello", {{"from_node", membership_.hostname}, {"revoked", std::move(revoked)}}));
    if (compared_) return {};
    others_ = {};
    MSS_TRY(ask(speaker, "active_queues", {}));
    return ask(speaker, "registered", {{"taskinfoitems", json::Array()}});
}

Result<void> ControlServer::ask(redis::Connection& speaker, std::string method, json::Object arguments) {
    const celery::Naming& naming = membership_.naming;
    const std::string id = uuid_v4();
    const std::string exchange = celery::reply_exchange(naming);
    celery::ControlRequest request;
    request.method = method;
    request.arguments = std::move(arguments);
    request.ticket = uuid_v4();
    request.reply_to = {.exchange = exchange, .routing_key = id};
    request.clock = parties_.lamport.forward();
    request.expires = static_cast<double>(to_unix_ms(parties_.clock.now() + options_.hello_wait)) / 1000.0;
    Question question{
        .method = std::move(method),
        .queue = celery::list_key(naming, reply_queue(naming, id), 0),
        .member = celery::binding_member(naming, {.routing_key = id, .pattern = {}, .queue = reply_queue(naming, id)}),
        .until = Steady::now() + options_.hello_wait,
        .next_look = Steady::now() + kHelloLook};
    const std::array<redis::Command, 2> commands{
        {{"SADD", celery::binding_key(naming, exchange), question.member},
         {"PUBLISH", channel_, celery::write_envelope(celery::write_control(naming, request))}}};
    questions_.push_back(std::move(question));
    return call_all(speaker, commands);
}

// Looks from time to time instead of waiting there, since others may ask something meanwhile.
Result<void> ControlServer::look_for_answers(redis::Connection& speaker) {
    for (Question& question : questions_)
        if (Steady::now() >= question.next_look) MSS_TRY(look_for_answers(speaker, question));
    const auto over = std::erase_if(questions_, [](const Question& question) { return question.over; });
    if (over > 0 && questions_.empty()) warn_of_differences();
    return {};
}

Result<void> ControlServer::look_for_answers(redis::Connection& speaker, Question& question) {
    while (true) {
        const std::array<redis::Command, 1> pop{{{"RPOP", question.queue}}};
        MSS_TRY_ASSIGN(const auto popped, speaker.call_all(pop));
        if (popped.front().kind != redis::Reply::Kind::text) break;
        take_answer(question, popped.front().text);
    }
    question.next_look = Steady::now() + kHelloLook;
    question.over = Steady::now() >= question.until;
    if (!question.over) return {};
    const std::array<redis::Command, 2> commands{
        {{"SREM", celery::binding_key(membership_.naming, celery::reply_exchange(membership_.naming)), question.member},
         {"DEL", question.queue}}};
    return call_all(speaker, commands);
}

void ControlServer::take_answer(const Question& question, std::string_view text) {
    const auto read = [&]() -> Result<json::Value> {
        if (text.size() > kRequestBytesMax) return fail(Code::too_large, "it is too long");
        MSS_TRY_ASSIGN(const auto envelope, celery::read_envelope(text));
        return celery::json_body_of(envelope);
    }();
    if (!read || !read->is_object()) {
        parties_.log.warning("what another worker knows cannot be read", {{"bytes", text.size()}});
        return;
    }
    if (question.method == "active_queues") return others_.take_queues(*read);
    if (question.method == "registered") return others_.take_kinds(*read);
    learn(*read);
}

void ControlServer::learn(const json::Value& answers) {
    for (const auto& member : answers.get_object()) {
        const json::Object* told = member.value().if_object();
        if (told == nullptr) continue;
        if (const json::Value* clock = told->if_contains("clock"); clock != nullptr && clock->is_int64())
            parties_.lamport.adjust(clock->get_int64());
        if (const json::Value* revoked = told->if_contains("revoked")) commands_.learn_revoked(*revoked);
    }
}

void ControlServer::warn_of_differences() {
    if (std::exchange(compared_, true)) return;
    const auto found = others_.compare(membership_.hostname, parties_.worker.registered(), parties_.worker.queues());
    others_ = {};
    if (!found.only_theirs.empty())
        parties_.log.warning("workers of the same queues know kinds of tasks that end as unknown where they come here",
                             {{"kinds", shown(found.only_theirs)}, {"workers", shown(found.workers)}});
    if (!found.only_ours.empty())
        parties_.log.warning("workers of the same queues do not know kinds of tasks that are known here",
                             {{"kinds", shown(found.only_ours)}, {"workers", shown(found.workers)}});
}

}  // namespace mss::cluster
