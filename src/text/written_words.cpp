#include "text/written_words.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"

namespace mss::text {

std::vector<std::string> bare_words(std::string_view text) {
    constexpr std::u32string_view kMarks = U"“”‘„«»—–…،؛؟।۔";
    const auto letter = [](char32_t point) {
        return point >= 0x80 || ascii::is_alphanumeric(static_cast<char>(point));
    };
    std::vector<std::string> out;
    for (const std::string& word : words(text, "")) {
        std::u32string bare;
        for (const char32_t point : utf8::decode(lower(word)))
            if (kMarks.find(point) == std::u32string_view::npos) bare += point == U'’' ? U'\'' : point;
        const auto begin = std::ranges::find_if(bare, letter);
        const auto end = std::find_if(bare.rbegin(), std::make_reverse_iterator(begin), letter).base();
        out.push_back(utf8::encode(std::u32string(begin, end)));
    }
    return out;
}

std::vector<WrittenWord> written_words(std::string_view text) {
    std::vector<std::string> written = words(text, "");
    std::vector<std::string> bare = bare_words(text);
    std::vector<WrittenWord> out;
    out.reserve(written.size());
    for (std::size_t i = 0; i < std::min(written.size(), bare.size()); ++i)
        out.push_back({std::move(written[i]), std::move(bare[i])});
    return out;
}

bool listed(std::string_view list, std::string_view word) {
    return !word.empty() && list.find("|" + std::string(word) + "|") != std::string_view::npos;
}

bool ends_with_mark(std::string_view written) {
    constexpr auto kWide = std::to_array<std::string_view>({"，", "。", "；", "：", "！", "？", "、", "，”", "”", "،"});
    if (written.empty()) return false;
    return std::string_view(".,;:!?)\"").find(written.back()) != std::string_view::npos ||
           std::ranges::any_of(kWide, [&](std::string_view mark) { return written.ends_with(mark); });
}

}  // namespace mss::text
