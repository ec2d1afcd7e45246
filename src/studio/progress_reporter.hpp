#pragma once
// ProgressReporter: keeps the newest progress of a video that is made together and hands it on; whoever listens thins
// it out. A later attempt goes on from what an earlier one told: most of its stages are found finished, and nobody who
// watches should see the bar go back. Confined to one thread.

#include <cstddef>
#include <functional>
#include <span>

#include "base/json.hpp"
#include "studio/create_video.hpp"
#include "studio/generate_video.hpp"
#include "tasks/task.hpp"

namespace mss::studio {

/// What the earlier attempts of a task told last, out of its log (the oldest first). Nothing where it was made anew.
GenerationProgress last_progress(std::span<const tasks::Event> events);

class ProgressReporter {
public:
    using Listener = std::function<void(const json::Value&)>;

    /// `listener` may be empty.
    ProgressReporter(Listener listener, GenerationProgress before)
        : listener_(std::move(listener)), progress_(std::move(before)) {}

    void words();
    void has_scenes(std::size_t scenes);
    void step(const CreateProgress& progress);
    void scene(const FinishedScene& scene);

private:
    void tell();

    const Listener listener_;
    GenerationProgress progress_;
};

}  // namespace mss::studio
