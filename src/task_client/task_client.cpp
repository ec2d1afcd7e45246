#include "task_client/task_client.hpp"

#include "celery/publishing.hpp"
#include "redis/endpoint.hpp"
#include "task_client/client_parts.hpp"

namespace mss::task_client {
namespace {

std::shared_ptr<RedisLink> link_to(redis::Endpoint endpoint, const ClientOptions& options) {
    const redis::Waiting waiting{.connect = options.connect, .reply = options.reply, .cancel_fd = options.cancel_fd};
    return std::make_shared<RedisLink>(std::move(endpoint), waiting, options.patience);
}

Result<void> check(const std::string& name, const SendOptions& options) {
    if (name.empty()) return fail(Code::invalid, "a task needs a name");
    if (options.priority < 0 || options.priority > celery::kPriorityMax)
        return fail(Code::invalid, "the priority of a task is 0 to 9");
    return {};
}

celery::Signatures signatures_of(std::vector<celery::Signature> list) {
    if (list.empty()) return std::nullopt;
    return list;
}

void set_times(celery::TaskMessage& message, const SendOptions& options, Timestamp now) {
    if (options.countdown)
        message.eta = celery::iso_time(now + *options.countdown);
    else if (options.eta)
        message.eta = celery::iso_time(*options.eta);
    if (options.expires_in)
        celery::set_expires(message, celery::iso_time(now + *options.expires_in), now);
    else if (options.expires_at)
        celery::set_expires(message, celery::iso_time(*options.expires_at), now);
}

Result<celery::TaskMessage> message_of(const ClientParts& client, celery::Signature call, SendOptions options) {
    MSS_TRY(check(call.task, options));
    const Timestamp now = SystemClock().now();
    const celery::Sender sender{.origin = client.origin,
                                .reply_to = client.reply_to,
                                .default_queue = client.options.default_queue,
                                .now = now};
    celery::TaskMessage message =
        celery::new_task(std::move(call.task), std::move(call.args), std::move(call.kwargs), sender);
    if (!options.task_id.empty()) {
        message.id = std::move(options.task_id);
        message.root_id = message.id;
        message.properties.correlation_id = message.id;
    }
    if (!options.queue.empty()) message.properties.delivery_info.routing_key = std::move(options.queue);
    if (!options.shadow.empty()) message.shadow = std::move(options.shadow);
    message.properties.priority = options.priority;
    message.limits = options.limits;
    message.ignore_result = options.ignore_result;
    message.embed.callbacks = signatures_of(std::move(options.link));
    message.embed.errbacks = signatures_of(std::move(options.link_error));
    set_times(message, options, now);
    return message;
}

}  // namespace

TaskClient::TaskClient(std::shared_ptr<ClientParts> parts) : parts_(std::move(parts)) {}

Result<TaskClient> TaskClient::open(std::string_view broker_url, ClientOptions options) {
    auto endpoint = redis::parse_endpoint(broker_url);
    if (!endpoint) return std::unexpected(endpoint.error().with_context("the address of the broker"));
    options.naming.database = endpoint->database;
    auto broker = link_to(std::move(*endpoint), options);
    auto results = broker;
    if (!options.result_url.empty()) {
        auto other = redis::parse_endpoint(options.result_url);
        if (!other) return std::unexpected(other.error().with_context("the address of the results"));
        results = link_to(std::move(*other), options);
    }
    return TaskClient(std::make_shared<ClientParts>(std::move(options), std::move(broker), std::move(results)));
}

Result<TaskHandle> TaskClient::send(std::string name, json::Array args, json::Object kwargs,
                                    SendOptions options) const {
    celery::Signature call;
    call.task = std::move(name);
    call.args = std::move(args);
    call.kwargs = std::move(kwargs);
    MSS_TRY_ASSIGN(const celery::TaskMessage message, message_of(*parts_, std::move(call), std::move(options)));
    MSS_TRY(parts_->publish(std::span(&message, 1)));
    return handle(message.id);
}

Result<std::vector<TaskHandle>> TaskClient::send_all(std::vector<celery::Signature> calls,
                                                     const SendOptions& options) const {
    if (!options.task_id.empty()) return fail(Code::invalid, "several tasks cannot have one id");
    std::vector<celery::TaskMessage> messages;
    messages.reserve(calls.size());
    std::vector<TaskHandle> handles;
    handles.reserve(calls.size());
    for (celery::Signature& call : calls) {
        MSS_TRY_ASSIGN(celery::TaskMessage message, message_of(*parts_, std::move(call), options));
        handles.push_back(handle(message.id));
        messages.push_back(std::move(message));
    }
    MSS_TRY(parts_->publish(messages));
    return handles;
}

TaskHandle TaskClient::handle(std::string task_id) const {
    return TaskHandle(parts_, std::move(task_id));
}

ControlClient& TaskClient::control() const {
    return parts_->control;
}

}  // namespace mss::task_client
