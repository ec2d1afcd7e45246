#include "text/charset.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <utility>

#include <unicode/ucnv.h>

#include "text/unicode.hpp"

namespace mss::text {
namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

constexpr std::array<std::pair<std::string_view, const char*>, 8> kAliases{{{"iso-8859-1", "windows-1252"},
                                                                            {"latin1", "windows-1252"},
                                                                            {"us-ascii", "windows-1252"},
                                                                            {"ascii", "windows-1252"},
                                                                            {"gb2312", "gb18030"},
                                                                            {"gbk", "gb18030"},
                                                                            {"utf8", "utf-8"},
                                                                            {"x-sjis", "shift_jis"}}};

}  // namespace

std::optional<std::string> utf8_from(std::string_view bytes, std::string_view encoding) {
    std::string name(encoding.substr(0, 40));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    // UTF-7 hides markup from whoever looks at the bytes; browsers refuse it too.
    if (name.empty() || name.starts_with("utf-7")) return std::nullopt;
    const auto alias = std::ranges::find(kAliases, name, &std::pair<std::string_view, const char*>::first);
    UErrorCode status = U_ZERO_ERROR;
    const Converter converter(ucnv_open(alias == kAliases.end() ? name.c_str() : alias->second, &status), &ucnv_close);
    if (U_FAILURE(status) || converter == nullptr) return std::nullopt;
    const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter.get(), status);
    if (U_FAILURE(status)) return std::nullopt;
    return to_utf8(text);
}

}  // namespace mss::text
