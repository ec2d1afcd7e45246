#include "cli/task_report.hpp"

#include <cmath>
#include <filesystem>
#include <optional>
#include <ranges>
#include <string_view>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "studio/generate_video.hpp"
#include "studio/task_catalog.hpp"

namespace mss::cli {
namespace {

using tasks::State;
using tasks::Task;

constexpr std::size_t kTitlePoints = 60;
constexpr std::size_t kReasonPoints = 100;
constexpr std::size_t kLongPoints = 2000;

std::optional<std::string> written(const std::optional<Timestamp>& time) {
    if (!time) return std::nullopt;
    return rfc3339(*time);
}

json::Value parsed(const std::string& text) {
    if (text.empty()) return nullptr;
    auto value = json::parse(text);
    return value ? std::move(*value) : json::Value(nullptr);
}

std::string what_it_is(const NamedTask& named, std::size_t points) {
    if (named.title.empty()) return named.task.name;
    return fmt::format("\"{}\"", utf8::printable(named.title, points));
}

// Whoever signs up chooses the address, which must not speak to the operator's terminal.
std::string account_of(const NamedTask& named) {
    return named.account.empty() ? "nobody's" : utf8::printable(named.account, kTitlePoints);
}

// "vertical, 43 %, 7 of 12 scenes, about 20 s left"
std::string progress_of(const Task& task) {
    const auto known = json::decode_text<studio::GenerationProgress>(task.progress);
    if (!known) return {};
    const auto& progress = *known;
    std::string words = fmt::format("{}, {:.0f} %", progress.step, std::floor(progress.percent));
    if (progress.step == "vertical" || progress.step == "wide")
        words += fmt::format(", {} of {} scenes", progress.step == "wide" ? progress.wide_done : progress.vertical_done,
                             progress.scenes);
    if (progress.eta_s) words += fmt::format(", about {:.0f} s left", *progress.eta_s);
    return words;
}

// A video that is "ready" is finished; a task that is has not begun.
std::string_view state_words(State state) {
    return state == State::ready ? "ready to run" : name_of(state);
}

// How far it is, or why it is not.
std::string standing(const Task& task) {
    if (task.cancel_requested && !tasks::is_final(task.state)) return "to be cancelled";
    if (task.state == State::running) return progress_of(task);
    std::string words;
    if (task.state == State::retry_wait && task.not_before)
        words = fmt::format("next try {}; ", rfc3339(*task.not_before));
    if (task.failure)
        words += fmt::format("{}: {}", task.failure->code, utf8::printable(task.failure->message, kReasonPoints));
    return words;
}

// {"state":"running","attempt":1} as "attempt 1": the kind of an event says its state already.
std::string event_words(const std::string& data) {
    const auto value = json::parse(data);
    if (!value || !value->is_object()) return utf8::printable(data, 300);
    std::string words;
    for (const auto& member : value->as_object()) {
        if (member.key() == "state") continue;
        const auto& content = member.value();
        words += words.empty() ? "" : ", ";
        if (member.key() == "not_before" && content.is_int64())
            words += "not before " + rfc3339(from_unix_ms(content.get_int64()));
        else
            words += fmt::format("{} {}", std::string_view(member.key()),
                                 content.is_string() ? std::string(content.as_string()) : json::print(content));
    }
    return utf8::printable(words, 300);
}

std::string result_words(const Task& task) {
    const auto made = json::decode_text<studio::GeneratedVideo>(task.result);
    if (!made) return fmt::format("result: {}\n", utf8::printable(task.result, kLongPoints));
    std::string words = fmt::format("made: {:.0f} s, in {} of the data folder\n", made->duration_s,
                                    std::filesystem::path(made->video_path).parent_path().string());
    for (const auto& file : made->files)
        words += fmt::format("  {:>12}  {}\n", file.bytes, file.name);
    return words;
}

}  // namespace

std::string task_line(const NamedTask& named) {
    const Task& task = named.task;
    std::string line = fmt::format("{}  {:12}  {}  {}  {}", task.id, state_words(task.state), rfc3339(task.created_at),
                                   account_of(named), what_it_is(named, kTitlePoints));
    if (const std::string now = standing(task); !now.empty()) line += "  " + now;
    return line + '\n';
}

std::string task_report(const NamedTask& named, const std::vector<tasks::Event>& events) {
    const Task& task = named.task;
    std::string report =
        fmt::format("{}  {}\n{}, of {}\n", task.id, task.name, what_it_is(named, kLongPoints), account_of(named));
    report += fmt::format("{}, attempt {}, crashes {}, interruptions {}{}\n", state_words(task.state), task.attempt,
                          task.crashes, task.interruptions,
                          task.cancel_requested && !tasks::is_final(task.state) ? ", to be cancelled" : "");
    if (!tasks::is_final(task.state) && task.state != State::running && task.not_before)
        report += fmt::format("next try: {}\n", rfc3339(*task.not_before));
    if (task.failure) {
        report += fmt::format("{}: {}: {}\n", task.state == State::dead ? "failed" : "the last try failed",
                              task.failure->code, utf8::printable(task.failure->message, 500));
        for (const auto line : std::views::split(std::string_view(task.failure->detail), '\n'))
            if (!line.empty()) report += fmt::format("  {}\n", utf8::printable(std::string_view(line), kLongPoints));
    }
    if (task.state == State::running && !task.progress.empty()) report += fmt::format("now: {}\n", progress_of(task));
    if (!task.result.empty()) report += result_words(task);
    report += "what happened:\n";
    for (const tasks::Event& event : events)
        if (event.kind != "progress")
            report += fmt::format("  {}  {}  {}\n", rfc3339(event.at), event.kind, event_words(event.data));
    return report;
}

json::Object task_object(const NamedTask& named) {
    const Task& task = named.task;
    return {{"id", task.id},
            {"name", task.name},
            {"state", name_of(task.state)},
            {"title", named.title},
            {"account", named.account},
            {"owner", task.owner},
            {"queue", task.queue},
            {"priority", task.priority},
            {"attempt", task.attempt},
            {"crashes", task.crashes},
            {"interruptions", task.interruptions},
            {"cancel_requested", task.cancel_requested},
            {"created_at", rfc3339(task.created_at)},
            {"started_at", json::encode(written(task.started_at))},
            {"finished_at", json::encode(written(task.finished_at))},
            {"not_before", json::encode(written(task.not_before))},
            {"failure", json::encode(task.failure)},
            {"progress", parsed(task.progress)},
            {"result", parsed(task.result)}};
}

json::Array event_objects(const std::vector<tasks::Event>& events) {
    json::Array objects;
    for (const tasks::Event& event : events)
        objects.push_back(json::Object{
            {"id", event.id}, {"at", rfc3339(event.at)}, {"kind", event.kind}, {"data", parsed(event.data)}});
    return objects;
}

}  // namespace mss::cli
