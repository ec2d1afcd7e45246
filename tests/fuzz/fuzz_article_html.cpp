// Any bytes as a web page, then as the material of a script in any language, under any title.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "writing/article.hpp"
#include "writing/text_writer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Options are taken from the end, so that a seed is a page as a server sends it.
    FuzzedDataProvider input(data, size);
    mss::writing::WriteOptions options;
    options.duration_s = input.ConsumeIntegralInRange(0, 700);
    options.language = input.PickValueInArray({"", "en", "de", "fr", "zh", "ja", "th", "ar", "hi", "pt-BR"});
    const std::string_view type =
        input.PickValueInArray({"", "text/html; charset=iso-8859-1", "text/html;charset=utf-8", "text/html;charset="});
    if (input.ConsumeBool()) options.title = input.ConsumeRandomLengthString(80);
    if (input.ConsumeBool()) options.question = input.ConsumeRandomLengthString(80);
    const std::string_view url = input.ConsumeBool() ? "https://example.org/page" : "";  // without one: pasted
    const std::string bytes = input.ConsumeRemainingBytesAsString();
    const auto article = mss::writing::article_from_html(bytes, type, url);
    if (!article) return 0;
    for (const auto& paragraph : article->paragraphs)
        if (!mss::utf8::valid(paragraph)) std::abort();
    const auto script = mss::writing::write_from_article(*article, options);
    if (script && !mss::model::validate(*script)) std::abort();
    return 0;
}
