#pragma once
// Numbers in words, by the rules that ICU knows for some seventy languages. A speller is immutable and belongs to one
// thread; making one costs about a millisecond. Never fails.

#include <memory>
#include <string>
#include <string_view>

namespace mss::text {

class NumberSpeller {
public:
    explicit NumberSpeller(std::string_view language);
    ~NumberSpeller();

    /// 42 as "forty-two", "zweiundvierzig" or "ארבעים ושתיים"; empty where ICU has no rules for the language, and for
    /// what no voice would spell (beyond a trillion, not finite).
    std::string operator()(double value) const;

private:
    struct Rules;
    std::unique_ptr<Rules> rules_;  // null where there are none
};

}  // namespace mss::text
