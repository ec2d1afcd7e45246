#include "cli/report_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "cli/console.hpp"
#include "model/script.hpp"
#include "text/terms.hpp"

namespace mss::cli {
namespace {

constexpr std::size_t kSlugBytesMax = 60;

std::string files_text(const std::vector<studio::FileReport>& files) {
    std::size_t columns = 0;
    for (const auto& file : files)
        columns = std::max(columns, file.role.size());
    std::string lines;
    for (const auto& file : files)
        lines += fmt::format("  {:{}}  {}  ({})\n", file.role, columns, file.path,
                             readable_size(static_cast<double>(file.bytes)));
    return lines;
}

// A run that publishes has passed all of its gates; a gate that did not is still named, should that ever change.
std::string gates_text(const std::vector<studio::GateReport>& gates) {
    const auto passed = std::ranges::count(gates, true, &studio::GateReport::passed);
    std::string lines = fmt::format("Checks: {} of {} passed\n", passed, gates.size());
    for (const auto& gate : gates)
        if (!gate.passed) lines += fmt::format("  {}: {}, wanted {}\n", gate.name, gate.measured, gate.wanted);
    return lines;
}

}  // namespace

std::string report_text(const studio::CreateReport& report, double seconds_taken, std::string_view next_command) {
    std::string page = fmt::format("{} ({})\n", utf8::printable(report.title, 200), clock_time(report.duration_s));
    page += files_text(report.files);
    page += gates_text(report.gates);
    for (const std::string& notice : report.notices)
        page += fmt::format("Note: {}\n", utf8::printable(notice, 400));
    const auto reused = std::ranges::count(report.stages, true, &studio::StageReport::reused);
    page += "Took " + (seconds_taken < 10 ? fmt::format("{:.1f} s", seconds_taken) : clock_time(seconds_taken));
    if (reused > 0)
        page += fmt::format("; {} of {} stages were there from an earlier run", reused, report.stages.size());
    page += "\n";
    const auto script = std::ranges::find(report.files, "script", &studio::FileReport::role);
    if (script != report.files.end())
        page += fmt::format("Next: change the words in {}, then: {}\n", script->path, next_command);
    return page;
}

std::string slug(std::string_view title) {
    std::string out;
    for (const char32_t point : utf8::decode(text::lower(title))) {
        const std::string letter = utf8::encode(std::u32string_view(&point, 1));
        if (model::speakable(letter)) {
            out += letter;
        } else if (!out.empty() && out.back() != '-' && point != U'\'' && point != U'\u2019') {
            out += '-';
        }
    }
    out = std::string(utf8::truncate(out, kSlugBytesMax));
    while (out.ends_with('-'))
        out.pop_back();
    return out.empty() ? "video" : out;
}

}  // namespace mss::cli
