// Any bytes as a language model's HTTP answer, and as the content of one.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "writing/language_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    mss::writing::WriteOptions options;
    options.duration_s = 20;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto content = mss::writing::parse_completion(bytes))
        static_cast<void>(mss::writing::parse_script_answer(*content, options));
    const auto script = mss::writing::parse_script_answer(bytes, options);
    if (script && !mss::model::validate(*script)) std::abort();
    const auto topics = mss::writing::parse_topics_answer(bytes, "science", 5, "en");
    if (!topics) return 0;
    for (const auto& topic : *topics)
        if (topic.title.empty() || topic.yt_title.empty() || topic.hook_options.empty()) std::abort();
    return 0;
}
