#pragma once
// Page: the files of the web page, as they were built from web/, inside the program with their compressed forms.
// Immutable; any thread; what it hands out lives as long as the program.

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace mss::page {

struct File {
    std::string_view type;  ///< for Content-Type
    std::string_view bytes;
    std::string_view brotli;  ///< empty: not worth it
    std::string_view gzip;
    std::string etag;               ///< strong, with quotes
    bool named_by_content = false;  ///< the name changes with the bytes, so that it may be kept for ever
};

class Page {
public:
    /// Reads the bundle inside the program. Errors: invalid (a broken bundle, which is a defect of the build).
    static Result<Page> load();
    /// A bundle: a line "NAME BYTES BROTLI GZIP" of sizes for each file, an empty line, then the bytes of all in the
    /// same order. Errors: invalid.
    static Result<Page> parse(std::string_view bundle);

    /// By its path, such as "index.html" or "assets/index-1a2b.js"; null where there is none.
    const File* find(std::string_view path) const;
    const std::map<std::string, File, std::less<>>& files() const { return files_; }

private:
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace mss::page
