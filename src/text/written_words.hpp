#pragma once
// Words as a text writes them beside their bare forms, for whoever reads sentences word by word. Pure; any thread;
// never fails.

#include <string>
#include <string_view>
#include <vector>

namespace mss::text {

struct WrittenWord {
    std::string written;
    std::string bare;  ///< lower case, no marks around it
};

/// The bare forms of a text's words, in order.
std::vector<std::string> bare_words(std::string_view text);

/// The words of a text in order.
std::vector<WrittenWord> written_words(std::string_view text);

/// Whether a word stands in a list that has '|' before and after each entry.
bool listed(std::string_view list, std::string_view word);

/// Whether a written word ends with a mark after which something new begins.
bool ends_with_mark(std::string_view written);

}  // namespace mss::text
