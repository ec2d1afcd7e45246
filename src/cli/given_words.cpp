#include "cli/given_words.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::cli {
namespace {

constexpr std::size_t kWordsBytesMax = std::size_t{1024} * 1024;
constexpr std::string_view kBlank = " \t\r\n\xEF\xBB\xBF";

std::string name_of_source(const std::string& path) {
    return path == "-" ? "standard input" : utf8::printable(path, 200);
}

// Programs for Windows write UTF-16 with a byte order mark, or the Western code page.
std::string_view likely_encoding(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ? "UTF-16" : "WINDOWS-1252";
}

std::string way_on(std::string_view bytes) {
    const auto first = bytes.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return "write the words into it first";
    if (!utf8::valid(bytes))
        return fmt::format("save it as UTF-8 in your editor, or with iconv -f {} -t UTF-8", likely_encoding(bytes));
    if (bytes[first] == '{') return "docs/script-format.md explains the fields";
    return {};
}

}  // namespace

Result<std::string> read_words(Console& console, std::string_view option, const std::string& path) {
    auto bytes = read_input(console, path, kWordsBytesMax);
    if (!bytes) return std::unexpected(bytes.error().with_context(option));
    return bytes;
}

Error unusable_words(const Error& error, const std::string& path, std::string_view bytes) {
    Error named = error.with_context(name_of_source(path));
    if (const std::string next = way_on(bytes); !next.empty() && error.code != Code::cancelled)
        named.message += fmt::format(" ({})", next);
    return named;
}

}  // namespace mss::cli
