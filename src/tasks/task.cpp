#include "tasks/task.hpp"

#include <algorithm>

#include <boost/mp11/algorithm.hpp>

#include "base/ascii.hpp"
#include "base/identifier.hpp"
#include "base/utf8.hpp"

namespace mss::tasks {
namespace {

constexpr std::size_t kNameCharactersMax = 100;
constexpr std::size_t kOwnerBytesMax = 200;
constexpr int kRetriesMost = 100;

bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < 0x20U || byte == '\x7F';
}

Result<void> validate_arguments(const std::string& arguments) {
    if (arguments.size() > kArgumentsBytesMax)
        return fail(Code::too_large, "the arguments of a task may have at most " + std::to_string(kArgumentsBytesMax) +
                                         " bytes, these have " + std::to_string(arguments.size()));
    const auto value = json::parse(arguments, kArgumentsBytesMax);
    if (!value) return std::unexpected(value.error().with_context("the arguments of a task"));
    if (!value->is_object()) return fail(Code::invalid, "the arguments of a task must be a JSON object");
    return {};
}

}  // namespace

std::string_view name_of(State state) {
    return boost::describe::enum_to_string(state, "unknown");
}

std::optional<State> state_named(std::string_view name) {
    std::optional<State> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto enumerator) {
        if (name == enumerator.name) found = enumerator.value;
    });
    return found;
}

bool is_task_word(std::string_view word) {
    return !word.empty() && word.size() <= kNameCharactersMax && std::ranges::all_of(word, [](char byte) {
        return ascii::is_alphanumeric(byte) || byte == '.' || byte == '_' || byte == '-';
    });
}

Result<void> validate(const TaskCall& call) {
    constexpr std::string_view kWord = " must have 1 to 100 characters of A-Z, a-z, 0-9, '.', '_' and '-', unlike \"";
    if (!is_task_word(call.name))
        return fail(Code::invalid, "a task's name" + std::string(kWord) + utf8::printable(call.name, 100) + "\"");
    if (!is_task_word(call.queue))
        return fail(Code::invalid, "a queue's name" + std::string(kWord) + utf8::printable(call.queue, 100) + "\"");
    if (!call.id.empty() && !is_uuid(call.id))
        return fail(Code::invalid,
                    "a task's id must be a UUID in small letters, unlike \"" + utf8::printable(call.id, 40) + "\"");
    if (call.owner.size() > kOwnerBytesMax || !utf8::valid(call.owner) || std::ranges::any_of(call.owner, is_control))
        return fail(Code::invalid, "a task's owner must be a text of at most 200 bytes on one line");
    if (call.priority < 0 || call.priority > kLowestPriority)
        return fail(Code::invalid, "a task's priority must be 0 to 9, not " + std::to_string(call.priority));
    if (call.retries_max < 0 || call.retries_max > kRetriesMost)
        return fail(Code::invalid, "a task's retries must be 0 to 100, not " + std::to_string(call.retries_max));
    return validate_arguments(call.arguments);
}

}  // namespace mss::tasks
