#include "studio/first_video.hpp"

namespace mss::studio {

Result<std::optional<Video>> order_first_video(Library& library, const WordSources& sources, const std::string& topic,
                                               const std::function<bool()>& cancelled) {
    MSS_TRY_ASSIGN(const bool empty, library.empty());
    if (!empty) return std::nullopt;
    VideoOrder order;
    order.topic = topic;
    MSS_TRY_ASSIGN(const auto words, sources.open());
    MSS_TRY_ASSIGN(const model::Script script, words_for(words->words(), order, cancelled));
    take_words(order, script);
    MSS_TRY_ASSIGN(Video video, library.order({}, order, script.title));
    return video;
}

}  // namespace mss::studio
