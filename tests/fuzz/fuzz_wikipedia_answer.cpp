// Any bytes as answers of the MediaWiki API.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.hpp"
#include "writing/text_writer.hpp"
#include "writing/wikipedia.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    mss::writing::WriteOptions options;
    options.duration_s = 60;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto hits = mss::writing::parse_search_answer(bytes)) {
        for (const auto& hit : *hits) {
            const double value = mss::writing::fit(hit, "Why is the sky blue?", "en");
            if (!(value >= 0 && value <= 1)) std::abort();
        }
    }
    const auto article = mss::writing::parse_extract_answer(bytes, "en");
    if (!article) return 0;
    if (!mss::utf8::valid(article->title)) std::abort();
    static_cast<void>(mss::writing::answers(*article, "Why is the sky blue?", "en"));
    const auto script = mss::writing::write_from_article(*article, options);
    if (script && !mss::model::validate(*script)) std::abort();
    return 0;
}
