#pragma once
// Topics with every field filled, whatever little a source knows about them. Pure; any thread; never fails.

#include <string>
#include <string_view>
#include <vector>

#include "model/topic.hpp"

namespace mss::writing {

/// What is known about an idea; only the title is needed.
struct TopicSeed {
    std::string title;
    std::string summary;  ///< a sentence or two, or a search snippet
    std::string niche;
    std::string source;  ///< "starter", "wikipedia" or "model"
    std::string language = "en";
};

/// A topic from a seed.
model::Topic topic_from(const TopicSeed& seed);

/// Fills the empty fields of `topic` from its others and from the seed, and brings every field within the platforms'
/// limits: yt_title at most 100 characters, yt_description 5000 bytes, yt_tags 500 characters together.
model::Topic completed(model::Topic topic, const TopicSeed& seed);

}  // namespace mss::writing
