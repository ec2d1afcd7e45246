#include "cluster/chord_end.hpp"

#include <fmt/format.h>

#include "celery/wire_json.hpp"

namespace mss::cluster {
namespace {

celery::ExceptionInfo chord_error(std::string_view id, const celery::ExceptionInfo& cause) {
    std::string raised = cause.type + "(";
    if (const json::Array* arguments = cause.message.if_array())
        for (const json::Value& argument : *arguments)
            raised += (raised.ends_with('(') ? "" : ", ") + json::print(argument);
    return {.type = "ChordError",
            .message = json::Array{json::Value(fmt::format("Dependency {} raised {})", id, raised))},
            .module = "celery.exceptions"};
}

// The errbacks of the body get to know, and who waits for its result.
Result<ChordEnd> failed_body(const celery::TaskMessage& last, const celery::Signature& body,
                             const celery::ExceptionInfo& exception, const celery::Sender& sender) {
    MSS_TRY_ASSIGN(const celery::TaskMessage message, celery::child_of(last, body, {}, sender));
    ChordEnd end;
    MSS_TRY_ASSIGN(end.publication, celery::after_failure(message, sender));
    end.results.push_back(
        celery::failure_result(celery::subject_of(message, std::nullopt), exception, std::nullopt, sender.now));
    return end;
}

}  // namespace

json::Object chord_part_of(const celery::TaskMessage& message, const celery::ResultMeta& result,
                           const celery::Naming& naming) {
    const celery::ChordKeys keys = celery::chord_keys(naming, *message.group);
    const std::string place = message.group_index ? std::to_string(*message.group_index) : "+inf";
    json::Object part;
    part["results"] = keys.results;
    part["added"] = keys.added;
    part["size"] = keys.size;
    part["done"] = keys.done;
    part["claim"] = keys.claim;
    part["part"] = celery::chord_part(result);
    part["place"] = place;
    part["member"] = message.id + ":" + place;
    part["seen"] = 0;
    return part;
}

Result<ChordEnd> chord_end(const celery::TaskMessage& last, const std::vector<std::string>& parts,
                           const celery::Sender& sender) {
    const celery::Signature& body = last.embed.chord.value();
    json::Array results;
    for (const std::string& text : parts) {
        MSS_TRY_ASSIGN(json::Value part, celery::parse_wire(text));
        json::Array* members = part.if_array();
        if (members == nullptr || members->size() != 4 || !members->at(1).is_string() || !members->at(2).is_string())
            return fail(Code::invalid, "a part of a chord is none");
        if (celery::is_exception(members->at(2).get_string())) {
            const auto cause = celery::read_exception(members->at(3)).value_or(celery::ExceptionInfo());
            return failed_body(last, body, chord_error(members->at(1).get_string(), cause), sender);
        }
        results.push_back(std::move(members->at(3)));
    }
    ChordEnd end;
    celery::Call call;
    call.previous = std::move(results);
    MSS_TRY_ASSIGN(end.publication, celery::publish_signature(last, body, call, sender));
    return end;
}

}  // namespace mss::cluster
