#pragma once
// Secret: a text that is never shown. There is no way to print, compare or convert it: only reveal() gives it out, at
// the one place that sends it. A value; any thread.

#include <string>
#include <string_view>
#include <utility>

namespace mss::config {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}

    bool empty() const { return text_.empty(); }
    std::string_view reveal() const { return text_; }

private:
    std::string text_;
};

}  // namespace mss::config
