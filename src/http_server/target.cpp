#include "http_server/target.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "http_server/syntax.hpp"

namespace mss::http_server {

namespace {

int hex_digit(char byte) {
    if (ascii::is_digit(byte)) return byte - '0';
    const char lower = ascii::to_lower(byte);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_control(char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return code < 0x20 || code == 0x7f;
}

Result<std::string> parse_path(std::string_view text) {
    if (!text.starts_with('/')) return fail(Code::invalid, "The path must begin with a slash.");
    for (std::size_t at = 0; at + 2 < text.size(); ++at)
        if (text[at] == '%' && text[at + 1] == '2' && ascii::to_lower(text[at + 2]) == 'f')
            return fail(Code::invalid, "The path must not hold an encoded slash.");
    MSS_TRY_ASSIGN(auto path, percent_decoded(text, false));
    if (std::ranges::any_of(path, is_control) || path.contains('\\'))
        return fail(Code::invalid, "The path must not hold control characters or backslashes.");
    for (std::size_t begin = 1; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view segment = std::string_view(path).substr(begin, end - begin);
        if (segment == "." || segment == "..")
            return fail(Code::invalid, "The path must not hold the segments \".\" or \"..\".");
        begin = end + 1;
    }
    return path;
}

// Takes "http://authority" away from the front of a whole URL (RFC 9112, 3.2.2).
Result<std::string> take_authority(std::string_view& text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!same_word(text.substr(0, scheme.size()), scheme)) continue;
        text.remove_prefix(scheme.size());
        const std::size_t end = std::min(text.find_first_of("/?"), text.size());
        std::string authority(text.substr(0, end));
        text.remove_prefix(end);
        if (authority.empty() || authority.contains('@')) break;
        return authority;
    }
    return fail(Code::invalid, "The target must be a path, such as /videos?page=2.");
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus_is_space) {
            decoded += ' ';
        } else if (text[at] != '%') {
            decoded += text[at];
        } else {
            const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
            const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
            if (high < 0 || low < 0)
                return fail(Code::invalid, "A percent sign in the target must be followed by two hex digits.");
            decoded += static_cast<char>(high * 16 + low);
            at += 2;
        }
    }
    if (decoded.contains('\0')) return fail(Code::invalid, "The target must not hold a NUL.");
    if (!utf8::valid(decoded)) return fail(Code::invalid, "The target must be percent-encoded UTF-8.");
    return decoded;
}

Result<Query> parse_query(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        MSS_TRY_ASSIGN(auto name, percent_decoded(pair.substr(0, equals), true));
        MSS_TRY_ASSIGN(auto value, percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true));
        query.emplace_back(std::move(name), std::move(value));
    }
    return query;
}

Result<Target> parse_target(std::string_view text) {
    if (std::ranges::any_of(text, is_control) || text.contains(' '))
        return fail(Code::invalid, "The target must not hold spaces or control characters.");
    if (text.contains('#')) return fail(Code::invalid, "The target must not hold a fragment.");
    Target target;
    if (text == "*") {
        target.path = "*";
        return target;
    }
    if (!text.starts_with('/')) {
        MSS_TRY_ASSIGN(target.authority, take_authority(text));
    }
    const std::size_t mark = std::min(text.find('?'), text.size());
    const std::string_view path = text.substr(0, mark);
    MSS_TRY_ASSIGN(target.path, parse_path(path.empty() && !target.authority.empty() ? "/" : path));
    MSS_TRY_ASSIGN(target.query, parse_query(text.substr(std::min(mark + 1, text.size()))));
    return target;
}

}  // namespace mss::http_server
