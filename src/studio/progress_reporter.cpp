#include "studio/progress_reporter.hpp"

#include <algorithm>

namespace mss::studio {

GenerationProgress last_progress(std::span<const tasks::Event> events) {
    GenerationProgress last;
    for (const tasks::Event& event : events) {
        if (event.kind == "revived") last = {};
        if (event.kind == "progress") last = json::decode_text<GenerationProgress>(event.data).value_or(last);
    }
    return last;
}

void ProgressReporter::words() {
    progress_.step = "words";
    progress_.note.clear();
    progress_.eta_s.reset();
    tell();
}

void ProgressReporter::has_scenes(std::size_t scenes) {
    progress_.scenes = static_cast<std::int64_t>(scenes);
}

void ProgressReporter::step(const CreateProgress& progress) {
    progress_.step = step_of(progress);
    progress_.percent = std::max(progress_.percent, progress.fraction * 100);
    progress_.eta_s.reset();
    if (progress.eta_seconds >= 0) progress_.eta_s = progress.eta_seconds;
    // Which scene of a cut is drawn is told by the number of those that are ready.
    const bool draws = progress_.step == "vertical" || progress_.step == "wide";
    progress_.note = draws ? std::string() : progress.note;
    tell();
}

void ProgressReporter::scene(const FinishedScene& scene) {
    auto& done = scene.format == Format::vertical ? progress_.vertical_done : progress_.wide_done;
    done = std::max(done, static_cast<std::int64_t>(scene.index) + 1);
    tell();
}

void ProgressReporter::tell() {
    if (listener_) listener_(json::encode(progress_));
}

}  // namespace mss::studio
