#include "http/curl_transport.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <sys/socket.h>
#include <tuple>

#include <curl/curl.h>
#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/flag.hpp"
#include "http/address_policy.hpp"
#include "http/url.hpp"

namespace mss::http {
namespace {

using Clock = std::chrono::steady_clock;
using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

constexpr std::size_t kHeadersMax = 200;
constexpr std::size_t kHeaderBytesMax = 16U << 10U;
constexpr std::chrono::milliseconds kConnectTimeout{5000};

// One hop of a request, as libcurl's callbacks see it.
struct Hop {
    const Request& request;
    Response response;
    bool too_large = false;
    bool private_address = false;
    bool cancelled = false;
};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* context) noexcept {
    Hop& hop = *static_cast<Hop*>(context);
    const std::size_t bytes = size * count;
    if (bytes > hop.request.max_bytes - hop.response.body.size()) {
        hop.too_large = true;
        return 0;
    }
    hop.response.body.append(data, bytes);
    return bytes;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* context) noexcept {
    Hop& hop = *static_cast<Hop*>(context);
    const std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) hop.response.headers.clear();  // an interim answer came before this one
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return line.size();
    if (hop.response.headers.size() >= kHeadersMax || line.size() > kHeaderBytesMax) {
        hop.too_large = true;
        return 0;
    }
    hop.response.headers.push_back(
        {ascii::to_lower(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
    return line.size();
}

int on_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    Hop& hop = *static_cast<Hop*>(context);
    hop.cancelled = is_readable(hop.request.cancel_fd) || (hop.request.cancelled && hop.request.cancelled());
    return hop.cancelled ? 1 : 0;
}

curl_socket_t on_socket(void* context, curlsocktype, curl_sockaddr* address) noexcept {
    Hop& hop = *static_cast<Hop*>(context);
    if (!hop.request.allow_private_addresses && !public_address(address->addr)) {
        hop.private_address = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int on_connected(void* context, char*, char*, int, int) noexcept {
    const Hop& hop = *static_cast<const Hop*>(context);
    if (hop.request.sent != nullptr) *hop.request.sent = true;
    return CURL_PREREQFUNC_OK;
}

bool one_line(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool token(std::string_view text) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return ascii::is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
    });
}

Result<void> check(const Request& request) {
    if (!token(request.method)) return fail(Code::invalid, "the HTTP method is not a word");
    for (const Header& header : request.headers)
        if (!token(header.name) || !one_line(header.value))
            return fail(Code::invalid, "a request header holds a line break or an illegal name");
    return {};
}

HeaderList header_list(const std::vector<Header>& headers) {
    HeaderList list(nullptr, &curl_slist_free_all);
    const auto add = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        std::ignore = list.release();  // the longer list owns it now
        list.reset(longer);
    };
    for (const Header& header : headers)
        add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    add("Expect:");  // no pause for "100 Continue" before a body
    return list;
}

void set_method(CURL* easy, const Request& request) {
    if (request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        return;
    }
    if (request.method != "GET" || !request.body.empty()) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
}

void set_callbacks(CURL* easy, Hop& hop) {
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &hop);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &hop);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &on_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &hop);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &on_connected);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, &hop);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &hop);
}

void set_limits(CURL* easy, const Request& request, std::chrono::milliseconds remaining) {
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(remaining.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(remaining, kConnectTimeout).count()));
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.max_bytes));
    if (!request.allow_private_addresses) curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

std::unexpected<Error> failure(CURLcode code, const Hop& hop) {
    const std::string where = shown(hop.request.url);
    if (hop.cancelled) return fail(Code::cancelled, fmt::format("fetching {} was stopped", where));
    if (hop.private_address)
        return fail(Code::invalid,
                    fmt::format("{} leads to a private or local network address; it is not fetched", where));
    if (hop.too_large || code == CURLE_FILESIZE_EXCEEDED)
        return fail(Code::too_large,
                    fmt::format("the answer of {} is larger than {} bytes", where, hop.request.max_bytes));
    if (code == CURLE_OPERATION_TIMEDOUT)
        return fail(Code::timeout,
                    fmt::format("{} did not answer within {} s", where, hop.request.timeout.count() / 1000));
    // curl_easy_strerror gives a fixed phrase; CURLOPT_ERRORBUFFER may cite the request, so it is not used.
    return fail(Code::unavailable, fmt::format("{} cannot be fetched: {}", where, curl_easy_strerror(code)));
}

// As curl_easy_perform, which looks up once a second alone: here a readable `cancel_fd` ends the wait.
CURLcode perform(CURL* easy, Hop& hop) {
    constexpr int kLookUpMs = 1000;
    const Multi multi(curl_multi_init(), &curl_multi_cleanup);
    if (multi == nullptr || curl_multi_add_handle(multi.get(), easy) != CURLM_OK) return CURLE_OUT_OF_MEMORY;
    curl_waitfd stop{hop.request.cancel_fd, CURL_WAIT_POLLIN, 0};
    const unsigned stops = hop.request.cancel_fd >= 0 ? 1 : 0;
    CURLMcode state = CURLM_OK;
    for (int running = 1; state == CURLM_OK;) {
        state = curl_multi_perform(multi.get(), &running);
        if (state != CURLM_OK || running == 0) break;
        state = curl_multi_poll(multi.get(), &stop, stops, kLookUpMs, nullptr);
        if (is_readable(hop.request.cancel_fd)) hop.cancelled = true;
        if (hop.cancelled) break;
    }
    CURLcode code = hop.cancelled ? CURLE_ABORTED_BY_CALLBACK : CURLE_FAILED_INIT;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
        if (message->msg == CURLMSG_DONE) code = message->data.result;
    curl_multi_remove_handle(multi.get(), easy);
    return code;
}

bool redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool credential(const Header& header) {
    const std::string name = ascii::to_lower(header.name);
    return name == "authorization" || name == "cookie" || name == "proxy-authorization" || name.ends_with("api-key");
}

// RFC 9110, section 15.4: 303 turns every method but HEAD to GET, and so do 301 and 302 a POST.
void follow(Request& request, const Url& from, const Url& to, int status) {
    const bool to_get = (status == 303 && request.method != "HEAD") || (status <= 302 && request.method == "POST");
    if (to_get) {
        request.method = "GET";
        request.body.clear();
        std::erase_if(request.headers,
                      [](const Header& header) { return ascii::to_lower(header.name).starts_with("content-"); });
    }
    if (from.origin() != to.origin()) std::erase_if(request.headers, credential);
    request.url = to.full;
}

Result<Response> fetch_hop(CURL* easy, const Request& request, const std::string& user_agent,
                           std::chrono::milliseconds remaining) {
    curl_easy_reset(easy);
    Hop hop{.request = request, .response = {}};
    const HeaderList headers = header_list(request.headers);
    set_callbacks(easy, hop);
    set_limits(easy, request, remaining);
    set_method(easy, request);
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    const CURLcode code = perform(easy, hop);
    if (code != CURLE_OK) return failure(code, hop);
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    hop.response.status = static_cast<int>(status);
    hop.response.url = request.url;
    return std::move(hop.response);
}

}  // namespace

CurlTransport::CurlTransport(std::string user_agent) : user_agent_(std::move(user_agent)) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl cannot start");
}

CurlTransport::~CurlTransport() {
    curl_global_cleanup();
}

Result<Response> CurlTransport::fetch(const Request& request) {
    MSS_TRY(check(request));
    const Easy easy(curl_easy_init(), &curl_easy_cleanup);
    if (easy == nullptr) return fail(Code::internal, "libcurl cannot make a request");
    const auto deadline = Clock::now() + request.timeout;
    Request hop = request;
    MSS_TRY_ASSIGN(Url url, parse_url(request.url));
    for (int redirects = 0;; ++redirects) {
        const auto remaining = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (remaining.count() <= 0)
            return fail(Code::timeout, fmt::format("{} did not answer in time", shown(request.url)));
        MSS_TRY_ASSIGN(Response response, fetch_hop(easy.get(), hop, user_agent_, remaining));
        char* target = nullptr;
        curl_easy_getinfo(easy.get(), CURLINFO_REDIRECT_URL, &target);
        if (!redirect(response.status) || target == nullptr) return response;
        if (redirects == request.max_redirects)
            return fail(Code::unavailable,
                        fmt::format("{} redirects more than {} times", shown(request.url), request.max_redirects));
        auto next = parse_url(target);
        if (!next) return std::unexpected(next.error().with_context(shown(request.url) + " redirects elsewhere"));
        if (url.scheme == "https" && next->scheme == "http")
            return fail(Code::invalid, fmt::format("{} redirects from https to http", shown(request.url)));
        follow(hop, url, *next, response.status);
        url = std::move(*next);
    }
}

}  // namespace mss::http
