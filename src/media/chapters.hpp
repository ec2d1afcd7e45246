#pragma once
// Chapters for the description of a published video: at least three, each of ten seconds or more, the first at 0:00
// (YouTube's rule). Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "media/narration.hpp"
#include "model/script.hpp"

namespace mss::media {

struct Chapter {
    int first_frame = 0;
    std::string title;
};

/// Empty where three chapters do not fit. Scenes join their neighbours until each chapter is long enough.
std::vector<Chapter> make_chapters(const model::Script& script, const Narration& narration);

/// One "m:ss Title" a line.
std::string chapters_text(const std::vector<Chapter>& chapters);

}  // namespace mss::media
