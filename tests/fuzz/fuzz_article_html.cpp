// Any bytes as a web page, then as the material of a script.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.hpp"
#include "writing/article.hpp"
#include "writing/text_writer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    mss::writing::WriteOptions options;
    options.duration_s = 60;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string_view type = size % 2 == 0 ? "" : "text/html; charset=iso-8859-1";
    const auto article = mss::writing::article_from_html(bytes, type, "https://example.org/page");
    if (!article) return 0;
    for (const auto& paragraph : article->paragraphs)
        if (!mss::utf8::valid(paragraph)) std::abort();
    const auto script = mss::writing::write_from_article(*article, options);
    if (script && !mss::model::validate(*script)) std::abort();
    return 0;
}
