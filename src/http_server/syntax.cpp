#include "http_server/syntax.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace mss::http_server {

namespace {

bool is_token_character(char byte) {
    return ascii::is_alphanumeric(byte) || std::string_view("!#$%&'*+-.^_`|~").contains(byte);
}

char lower(char byte) {
    return ascii::to_lower(byte);
}

bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

}  // namespace

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_field_value(std::string_view text) {
    return std::ranges::none_of(text, [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return (code < 0x20 && byte != '\t') || code == 0x7f;
    });
}

bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> list_members(std::string_view value) {
    std::vector<std::string_view> members;
    bool quoted = false;
    std::size_t begin = 0;
    const auto take = [&](std::size_t end) {
        if (const auto member = trimmed(value.substr(begin, end - begin)); !member.empty()) members.push_back(member);
        begin = end + 1;
    };
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (quoted && value[at] == '\\') {
            ++at;
        } else if (value[at] == '"') {
            quoted = !quoted;
        } else if (value[at] == ',' && !quoted) {
            take(at);
        }
    }
    if (begin < value.size()) take(value.size());
    return members;
}

std::optional<int> weight_thousandths(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int value = (text[0] - '0') * 1000;
    int unit = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!ascii::is_digit(digit)) return std::nullopt;
        value += (digit - '0') * unit;
        unit /= 10;
    }
    if (value > 1000) return std::nullopt;
    return value;
}

}  // namespace mss::http_server
