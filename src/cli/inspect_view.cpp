#include "cli/inspect_view.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "celery/python_repr.hpp"

namespace mss::cli {
namespace {

using json::Object;
using json::Value;
using task_client::Answer;

constexpr std::size_t kShownPoints = 300;

std::string shown(std::string_view text) {
    return utf8::printable(text, kShownPoints);
}

std::string shown_value(const Value& value) {
    if (value.is_null()) return "none";
    return shown(value.is_string() ? std::string(value.get_string()) : json::print(value));
}

// A member as it is shown; empty where there is none.
std::string member(const Object& object, std::string_view name) {
    const Value* value = object.if_contains(name);
    return value == nullptr || value->is_null() ? std::string() : shown_value(*value);
}

const Object* object_in(const Object& object, std::string_view name) {
    const Value* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

// "name(1, x=2)"
std::string call_text(const Object& request) {
    std::vector<std::string> arguments;
    if (const Value* args = request.if_contains("args"); args != nullptr && args->is_array())
        for (const Value& one : args->get_array())
            arguments.push_back(celery::python_repr(one, kShownPoints));
    if (const Object* kwargs = object_in(request, "kwargs"))
        for (const auto& one : *kwargs)
            arguments.push_back(
                fmt::format("{}={}", std::string_view(one.key()), celery::python_repr(one.value(), kShownPoints)));
    return shown(fmt::format("{}({})", member(request, "name"), fmt::join(arguments, ", ")));
}

std::string running_line(const Value& task, Timestamp now) {
    const Object* request = task.if_object();
    if (request == nullptr) return shown_value(task);
    std::string line = fmt::format("{}  {}", member(*request, "id"), call_text(*request));
    if (const Value* since = request->if_contains("time_start"); since != nullptr && since->is_number()) {
        const double seconds = static_cast<double>(to_unix_ms(now)) / 1000.0 - since->to_number<double>();
        line += fmt::format(", {:.0f} s", std::max(seconds, 0.0));
    }
    if (const std::string pid = member(*request, "worker_pid"); !pid.empty()) line += ", process " + pid;
    return line;
}

std::string scheduled_line(const Value& entry) {
    const Object* object = entry.if_object();
    const Object* request = object == nullptr ? nullptr : object_in(*object, "request");
    if (request == nullptr) return shown_value(entry);
    return fmt::format("{}  {}, at {}", member(*request, "id"), call_text(*request), member(*object, "eta"));
}

std::string queue_line(const Value& queue) {
    const Object* object = queue.if_object();
    if (object == nullptr) return shown_value(queue);
    std::string line = member(*object, "name");
    const Object* exchange = object_in(*object, "exchange");
    const std::string exchange_name = exchange == nullptr ? std::string() : member(*exchange, "name");
    const std::string key = member(*object, "routing_key");
    if (exchange_name != line || key != line)
        line += fmt::format(" (exchange \"{}\", routing key \"{}\")", exchange_name, key);
    return line;
}

std::vector<std::string> stats_lines(const Object& stats) {
    std::vector<std::string> lines;
    lines.push_back(fmt::format("process {}, up {} s", member(stats, "pid"), member(stats, "uptime")));
    if (const Object* pool = object_in(stats, "pool"))
        lines.push_back(fmt::format("{} at once, {} taken ahead", member(*pool, "max-concurrency"),
                                    member(stats, "prefetch_count")));
    if (const Object* broker = object_in(stats, "broker"))
        lines.push_back(fmt::format("broker {}:{}, database {}", member(*broker, "hostname"), member(*broker, "port"),
                                    member(*broker, "virtual_host")));
    if (const Object* total = object_in(stats, "total"))
        for (const auto& kind : *total)
            lines.push_back(fmt::format("{} of {}", shown_value(kind.value()), shown(kind.key())));
    return lines;
}

std::vector<std::string> lines_of(InspectMethod method, const Value& reply, Timestamp now) {
    std::vector<std::string> lines;
    if (const Object* object = reply.if_object()) {
        if (method == InspectMethod::stats) return stats_lines(*object);
        for (const auto& entry : *object)
            lines.push_back(fmt::format("{}: {}", shown(entry.key()), shown_value(entry.value())));
    } else if (const json::Array* array = reply.if_array()) {
        for (const Value& entry : *array)
            switch (method) {
                case InspectMethod::active:
                case InspectMethod::reserved: lines.push_back(running_line(entry, now)); break;
                case InspectMethod::scheduled: lines.push_back(scheduled_line(entry)); break;
                case InspectMethod::queues: lines.push_back(queue_line(entry)); break;
                default: lines.push_back(shown_value(entry)); break;
            }
    } else {
        lines.push_back(shown_value(reply));
    }
    return lines;
}

// What went wrong, or a reply of one word: {"error": ...}, {"ok": "pong"}.
const Value* only_member(const Value& reply, std::string_view name) {
    const Object* object = reply.if_object();
    return object == nullptr || object->size() != 1 ? nullptr : object->if_contains(name);
}

}  // namespace

std::string inspect_text(InspectMethod method, std::span<const Answer> answers, Timestamp now) {
    std::string text;
    for (const Answer& answer : answers) {
        text += shown(answer.hostname) + ":";
        if (const Value* error = only_member(answer.reply, "error")) {
            text += fmt::format(" refused: {}\n", shown_value(*error));
            continue;
        }
        if (const Value* word = only_member(answer.reply, "ok")) {
            text += fmt::format(" {}\n", shown_value(*word));
            continue;
        }
        const auto lines = lines_of(method, answer.reply, now);
        if (lines.empty()) text += " none";
        text += "\n";
        for (const std::string& line : lines)
            text += fmt::format("  {}\n", line);
    }
    return text;
}

}  // namespace mss::cli
