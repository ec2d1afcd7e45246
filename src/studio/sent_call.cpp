#include "studio/sent_call.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/identifier.hpp"
#include "base/utf8.hpp"
#include "store/users.hpp"
#include "store/video_rows.hpp"
#include "studio/task_catalog.hpp"

namespace mss::studio {
namespace {

constexpr std::array<std::string_view, 2> kNamesOfPlaces{"user_id", "topic"};
constexpr std::size_t kShownPoints = 60;

std::unexpected<Error> wrong(std::string message) {
    return fail(Code::invalid, fmt::format("{}: {}", kGenerateVideo, message));
}

// All arguments by name, as Python binds them.
Result<json::Object> bind_arguments(const json::Value& arguments) {
    const json::Object* given = arguments.if_object();
    if (given == nullptr) return wrong("its arguments are no object");
    json::Object named = *given;
    named.erase(kPositional);
    const json::Value* places = given->if_contains(kPositional);
    if (places == nullptr) return named;
    const json::Array* values = places->if_array();
    if (values == nullptr || values->size() > kNamesOfPlaces.size())
        return wrong(fmt::format("it takes {} positional arguments, user_id and topic", kNamesOfPlaces.size()));
    for (std::size_t i = 0; i < values->size(); ++i) {
        if (named.contains(kNamesOfPlaces.at(i))) return wrong(fmt::format("it got {} twice", kNamesOfPlaces.at(i)));
        named[kNamesOfPlaces.at(i)] = (*values)[i];
    }
    return named;
}

Result<store::User> find_user(store::Connection& connection, const std::string& user) {
    store::Users users(connection);
    MSS_TRY_ASSIGN(auto found, users.find(user));
    if (!found) {
        MSS_TRY_ASSIGN(found, users.find_by_email(user));
    }
    if (!found)
        return fail(Code::not_found,
                    fmt::format("{}: there is no user \"{}\"", kGenerateVideo, utf8::printable(user, kShownPoints)));
    return std::move(*found);
}

// What the video is called until its words are there.
std::string title_of(const VideoOrder& order) {
    if (!order.topic.empty()) return order.topic;
    if (order.script && order.script->is_object())
        if (const json::Value* title = order.script->get_object().if_contains("title");
            title != nullptr && title->is_string() && !title->get_string().empty())
            return utf8::printable(title->get_string(), kTopicBytesMax);
    return order.url.empty() ? "Untitled" : order.url;
}

Result<GenerateVideoArguments> enter(store::Connection& connection, const SentCallTools& tools, SentCall call,
                                     const tasks::TaskContext& context) {
    const std::string id = uuid_of("video of task " + context.task_id);
    store::VideoRows rows(connection);
    MSS_TRY_ASSIGN(const auto before, rows.find(id));
    if (before) {
        MSS_TRY_ASSIGN(VideoOrder order, json::decode_text<VideoOrder>(before->order));
        return GenerateVideoArguments{.video_id = id, .order = std::move(order)};
    }
    MSS_TRY_ASSIGN(const store::User user, find_user(connection, call.user));
    GenerateVideoArguments arguments{.video_id = id, .order = std::move(call.order)};
    store::VideoRow row;
    row.id = id;
    row.owner_id = user.id;
    row.task_id = context.task_id;
    row.title = title_of(arguments.order);
    row.order = json::print(json::encode(arguments.order));
    row.created_at = tools.clock.now();
    MSS_TRY(rows.add(row));
    tasks::TaskCall task;
    task.id = context.task_id;
    task.name = kGenerateVideo;
    task.arguments = json::print(json::encode(arguments));
    task.owner = user.id;
    MSS_TRY(tools.tasks.adopt_in(connection, task));
    return arguments;
}

}  // namespace

Result<SentCall> read_sent_call(const json::Value& arguments) {
    MSS_TRY_ASSIGN(json::Object named, bind_arguments(arguments));
    for (auto member = named.begin(); member != named.end();)  // None is what Python leaves out
        member = member->value().is_null() ? named.erase(member) : std::next(member);
    SentCall call;
    const json::Value* user = named.if_contains("user_id");
    if (user == nullptr || !user->is_string() || user->get_string().empty())
        return wrong("user_id is to be the id of an account, or its address");
    call.user = std::string(user->get_string());
    for (const std::string_view own : {"user_id", "notices", "found_for_duration", "fingerprint"})
        named.erase(own);
    auto order = json::decode<VideoOrder>(named);
    if (!order) return wrong(order.error().message);
    if (const auto faults = check(*order); !faults.empty())
        return wrong(fmt::format("{}: {}", faults.front().pointer.substr(1), faults.front().detail));
    call.order = std::move(*order);
    return call;
}

Result<GenerateVideoArguments> accept_call(const SentCallTools& tools, const json::Value& arguments,
                                           const tasks::TaskContext& context) {
    if (const json::Object* given = arguments.if_object(); given != nullptr && given->contains("video_id"))
        return json::decode<GenerateVideoArguments>(arguments);
    MSS_TRY_ASSIGN(SentCall call, read_sent_call(arguments));
    GenerateVideoArguments accepted;
    MSS_TRY(tools.database.write([&](store::Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(accepted, enter(connection, tools, std::move(call), context));
        return {};
    }));
    return accepted;
}

}  // namespace mss::studio
