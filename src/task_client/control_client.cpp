#include "task_client/control_client.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/identifier.hpp"

namespace mss::task_client {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kAnswerBytesMax = 64U << 20U;
constexpr std::size_t kAnswersMax = 100'000;

milliseconds until(RedisLink::Steady::time_point time) {
    return std::max(std::chrono::ceil<milliseconds>(time - RedisLink::Steady::now()), milliseconds(0));
}

// Whom a question that all `listeners` heard may be answered by.
std::size_t expected_of(const Question& question, std::int64_t listeners) {
    const auto heard = static_cast<std::size_t>(std::max<std::int64_t>(listeners, 0));
    return question.destination.empty() ? heard : std::min(heard, question.destination.size());
}

}  // namespace

Result<std::vector<Answer>> read_answers(std::string_view text, std::string_view ticket) {
    if (text.size() > kAnswerBytesMax) return fail(Code::too_large, "an answer is too long");
    MSS_TRY_ASSIGN(const celery::Envelope envelope, celery::read_envelope(text));
    MSS_TRY_ASSIGN(celery::ControlReply reply, celery::read_control_reply(envelope));
    if (reply.ticket != ticket) return fail(Code::invalid, "an answer to another question");
    std::vector<Answer> answers;
    for (auto& answer : reply.answers)
        answers.push_back({std::string(answer.key()), std::move(answer.value())});
    return answers;
}

ControlClient::ControlClient(std::shared_ptr<RedisLink> broker, celery::Naming naming)
    : broker_(std::move(broker)), naming_(std::move(naming)) {}

celery::ControlRequest ControlClient::request_of(const Question& question) {
    celery::ControlRequest request;
    request.method = question.method;
    request.arguments = question.arguments;
    if (!question.destination.empty()) request.destination = question.destination;
    if (question.pattern) {
        request.pattern = question.pattern;
        request.matcher = "glob";
    }
    request.clock = ++clock_;
    request.expires = static_cast<double>(to_unix_ms(SystemClock().now() + question.timeout)) / 1000.0;
    return request;
}

redis::Command ControlClient::publication_of(const celery::ControlRequest& request) const {
    return {"PUBLISH", celery::control_channel(naming_),
            celery::write_envelope(celery::write_control(naming_, request))};
}

Result<std::int64_t> ControlClient::tell(const Question& question) {
    MSS_TRY_ASSIGN(const redis::Reply heard, broker_->call(publication_of(request_of(question))));
    return heard.integer;
}

Result<std::vector<Answer>> ControlClient::ask(const Question& question) {
    const std::string id = uuid_v4();
    const std::string exchange = celery::reply_exchange(naming_);
    const std::string queue = fmt::format("{}.{}", id, exchange);
    const std::string list = celery::list_key(naming_, queue, 0);
    const std::string bindings = celery::binding_key(naming_, exchange);
    const std::string member = celery::binding_member(naming_, {.routing_key = id, .pattern = {}, .queue = queue});
    celery::ControlRequest request = request_of(question);
    request.ticket = uuid_v4();
    request.reply_to = {.exchange = exchange, .routing_key = id};
    const auto deadline = RedisLink::Steady::now() + question.timeout;
    // Who answers looks there for whom to answer, so that comes first.
    const std::array<redis::Command, 2> asking{{{"SADD", bindings, member}, publication_of(request)}};
    MSS_TRY_ASSIGN(const auto asked, broker_->call_all(asking));
    std::vector<Answer> answers;
    if (asked.at(1).is_error()) return std::unexpected(redis::failure_of(asked.at(1)));
    gather(list, request, expected_of(question, asked.at(1).integer), deadline, answers);
    // Whoever answers later finds nobody. What stays where this fails harms nobody.
    const std::array<redis::Command, 2> leaving{{{"SREM", bindings, member}, {"DEL", list}}};
    static_cast<void>(broker_->call_all(leaving));
    std::ranges::sort(answers, {}, &Answer::hostname);
    return answers;
}

// On a connection of its own, which is closed with a pop that still waits. Where it is lost, what came until then is
// what there is.
void ControlClient::gather(const std::string& list, const celery::ControlRequest& request, std::size_t expected,
                           RedisLink::Steady::time_point deadline, std::vector<Answer>& answers) {
    if (expected == 0) return;
    auto connection = redis::Connection::open(broker_->endpoint(), broker_->waiting());
    if (!connection) return;
    while (answers.size() < std::min(expected, kAnswersMax) && connection->send({"BRPOP", list, "0"})) {
        const auto popped = connection->next(until(deadline));
        if (!popped || !*popped) return;
        if ((*popped)->elements.size() != 2) return;
        auto read = read_answers((*popped)->elements[1].text, request.ticket.value_or(""));
        if (!read) continue;  // of somebody who may write there and is no worker
        std::ranges::move(*read, std::back_inserter(answers));
    }
}

}  // namespace mss::task_client
