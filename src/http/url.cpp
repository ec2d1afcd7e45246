#include "http/url.hpp"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace mss::http {
namespace {

constexpr std::size_t kUrlBytesMax = 4000;

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK || text == nullptr) return {};
    const std::unique_ptr<char, decltype(&curl_free)> owned(text, &curl_free);
    return text;
}

Handle parsed(std::string_view text) {
    Handle handle(curl_url(), &curl_url_cleanup);
    if (handle != nullptr && curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK)
        handle.reset();
    return handle;
}

bool unwanted(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte <= 0x20 || byte == 0x7F || letter == '\\';
}

bool unreserved(char letter) {
    return ascii::is_alphanumeric(letter) || letter == '-' || letter == '.' || letter == '_' || letter == '~';
}

void encode(std::string_view text, std::string& out) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (unreserved(letter))
            out += letter;
        else
            out.append({'%', kDigits[byte >> 4U], kDigits[byte & 0x0FU]});
    }
}

}  // namespace

std::string Url::origin() const {
    return scheme + "://" + host + (port.empty() ? "" : ":" + port);
}

Result<Url> parse_url(std::string_view text) {
    if (text.size() > kUrlBytesMax) return fail(Code::invalid, "the address is longer than 4000 bytes");
    if (text.empty() || std::ranges::any_of(text, unwanted))
        return fail(Code::invalid, "the address is empty or holds a space, a backslash or a control character");
    const Handle handle = parsed(text);
    // libcurl forgives one slash, and a third one; with that it would take the path's first word for the host.
    const std::string_view after_scheme = text.substr(std::min(text.find(':'), text.size()));
    if (handle == nullptr || !after_scheme.starts_with("://") || after_scheme.starts_with(":///"))
        return fail(Code::invalid, "the address is not a complete http or https URL");
    Url url;
    url.scheme = part(handle.get(), CURLUPART_SCHEME);
    if (url.scheme != "http" && url.scheme != "https")
        return fail(Code::invalid, "only http and https addresses are fetched");
    if (!part(handle.get(), CURLUPART_USER).empty() || !part(handle.get(), CURLUPART_PASSWORD).empty() ||
        text.substr(0, text.find_first_of("/?#", text.find("//") + 2)).find('@') != std::string_view::npos)
        return fail(Code::invalid, "an address with a user name or a password in it is not fetched");
    url.host = ascii::to_lower(part(handle.get(), CURLUPART_HOST));
    if (url.host.empty()) return fail(Code::invalid, "the address names no host");
    url.port = part(handle.get(), CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    curl_url_set(handle.get(), CURLUPART_FRAGMENT, nullptr, 0);
    url.full = part(handle.get(), CURLUPART_URL);
    return url;
}

std::string shown(std::string_view url) {
    const Handle handle = parsed(url.substr(0, kUrlBytesMax));
    if (handle == nullptr) return "that address";
    for (const CURLUPart hidden :
         {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_QUERY, CURLUPART_FRAGMENT})
        curl_url_set(handle.get(), hidden, nullptr, 0);
    const std::string text = part(handle.get(), CURLUPART_URL);
    return text.empty() ? "that address" : utf8::printable(text, 200);
}

std::string query(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::string out;
    for (const auto& [name, value] : pairs) {
        if (!out.empty()) out += '&';
        encode(name, out);
        out += '=';
        encode(value, out);
    }
    return out;
}

}  // namespace mss::http
