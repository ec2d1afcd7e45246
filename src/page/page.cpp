#include "page/page.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/hash.hpp"

extern "C" const char mss_page_bundle_begin[];  // NOLINT(readability-identifier-naming): named in the assembly
extern "C" const char mss_page_bundle_end[];    // NOLINT(readability-identifier-naming)

namespace mss::page {
namespace {

struct Type {
    std::string_view ending;
    std::string_view type;
};
constexpr std::array kTypes{Type{".html", "text/html; charset=utf-8"},
                            Type{".js", "text/javascript; charset=utf-8"},
                            Type{".css", "text/css; charset=utf-8"},
                            Type{".svg", "image/svg+xml"},
                            Type{".png", "image/png"},
                            Type{".ico", "image/x-icon"},
                            Type{".webmanifest", "application/manifest+json"},
                            Type{".txt", "text/plain; charset=utf-8"}};

std::string_view type_of(std::string_view name) {
    for (const Type& known : kTypes)
        if (name.ends_with(known.ending)) return known.type;
    return "application/octet-stream";
}

struct Entry {
    std::string name;
    std::array<std::size_t, 3> sizes{};  ///< as it is, brotli, gzip
};

std::optional<Entry> parse_entry(std::string_view line) {
    Entry entry;
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos || blank == 0) return std::nullopt;
    entry.name = line.substr(0, blank);
    const char* at = line.data() + blank;
    const char* const last = line.data() + line.size();
    for (std::size_t& size : entry.sizes) {
        if (at == last || *at != ' ') return std::nullopt;
        const auto [end, error] = std::from_chars(at + 1, last, size);
        if (error != std::errc()) return std::nullopt;
        at = end;
    }
    if (at != last) return std::nullopt;
    return entry;
}

}  // namespace

Result<Page> Page::load() {
    return parse({mss_page_bundle_begin, static_cast<std::size_t>(mss_page_bundle_end - mss_page_bundle_begin)});
}

Result<Page> Page::parse(std::string_view bundle) {
    std::vector<Entry> entries;
    while (true) {
        const auto end = bundle.find('\n');
        if (end == std::string_view::npos) return fail(Code::invalid, "the list of the page's files does not end");
        const std::string_view line = bundle.substr(0, end);
        bundle.remove_prefix(end + 1);
        if (line.empty()) break;
        auto entry = parse_entry(line);
        if (!entry) return fail(Code::invalid, fmt::format("no line of the page's files: {}", line.substr(0, 100)));
        entries.push_back(std::move(*entry));
    }
    Page page;
    for (const Entry& entry : entries) {
        std::array<std::string_view, 3> parts;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (entry.sizes.at(i) > bundle.size())
                return fail(Code::invalid, fmt::format("the page's file {} is cut short", entry.name));
            parts.at(i) = bundle.substr(0, entry.sizes.at(i));
            bundle.remove_prefix(entry.sizes.at(i));
        }
        page.files_[entry.name] = File{.type = type_of(entry.name),
                                       .bytes = parts[0],
                                       .brotli = parts[1],
                                       .gzip = parts[2],
                                       .etag = fmt::format("\"{}\"", sha256(parts[0]).substr(0, 32)),
                                       .named_by_content = entry.name.starts_with("assets/")};
    }
    if (!bundle.empty()) return fail(Code::invalid, "the page's files have bytes that belong to none");
    if (page.find("index.html") == nullptr) return fail(Code::invalid, "the page has no index.html");
    return page;
}

const File* Page::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

}  // namespace mss::page
