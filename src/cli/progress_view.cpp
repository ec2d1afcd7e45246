#include "cli/progress_view.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "cli/console.hpp"

namespace mss::cli {
namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
constexpr int kBarColumns = 24;

// 100 only when all is done, so that nobody reads "100 %" while the checks still run.
int percent(double fraction) {
    return static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * 100.0 + 1e-9));
}

std::string remaining(double eta_seconds) {
    return eta_seconds < 0 ? std::string() : fmt::format(", {} left", clock_time(eta_seconds));
}

}  // namespace

std::string progress_line(const studio::CreateProgress& progress, int width, bool colour) {
    const auto room = static_cast<std::size_t>(std::max(width - 1, 0));
    const int done = percent(progress.fraction);
    const std::string facts = fmt::format("{:3} %  {}{}", done, progress.stage, remaining(progress.eta_seconds));
    if (facts.size() + kBarColumns + 3 > room) return facts.substr(0, room);

    const auto filled = static_cast<std::size_t>(done * kBarColumns / 100);
    const std::string bar = std::string(filled, '#') + std::string(kBarColumns - filled, '.');
    std::string line = fmt::format("[{}] {}", bar, facts);
    if (const auto left = room - line.size(); !progress.note.empty() && left > 12)
        line += fmt::format("  {}", utf8::printable(progress.note, left - 3));
    if (colour) line.replace(1, filled, fmt::format("\x1b[32m{}\x1b[0m", bar.substr(0, filled)));
    return line;
}

ProgressView::ProgressView(std::ostream& stream, ProgressLook look, std::function<int()> width)
    : stream_(stream), look_(look), width_(std::move(width)) {}

void ProgressView::show(const studio::CreateProgress& progress, Time now) {
    look_.terminal ? redraw(progress, now) : log(progress);
}

void ProgressView::clear() {
    if (look_.terminal && drawn_at_) stream_ << kClearLine << std::flush;
    drawn_at_.reset();
}

void ProgressView::redraw(const studio::CreateProgress& progress, Time now) {
    if (drawn_at_ && now - *drawn_at_ < kRedrawInterval && progress.fraction < 1) return;
    drawn_at_ = now;
    // In one piece, since a record of another thread may come at any instant.
    stream_ << fmt::format("\r{}\x1b[K", progress_line(progress, width_(), look_.colour)) << std::flush;
}

void ProgressView::log(const studio::CreateProgress& progress) {
    const int done = percent(progress.fraction);
    if (progress.stage == stage_ && done / 10 == tenth_) return;
    stage_ = progress.stage;
    tenth_ = done / 10;
    stream_ << fmt::format("{:3} %  {}{}\n", done, progress.stage, remaining(progress.eta_seconds)) << std::flush;
}

}  // namespace mss::cli
