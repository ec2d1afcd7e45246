#include "http_server/outgoing.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <utility>

#include <fmt/format.h>

#include "http_server/coding.hpp"
#include "http_server/conditional.hpp"
#include "http_server/syntax.hpp"

namespace mss::http_server {
namespace {

using SystemTime = std::chrono::system_clock::time_point;

// Below this a packed body is hardly smaller than a packet.
constexpr std::size_t kCompressedBytesMin = 860;

// What a page may do with an answer that says nothing itself: nothing.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kUsualFields = {{
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Referrer-Policy", "same-origin"},
    {"X-Content-Type-Options", "nosniff"},
}};

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

void become_not_modified(Outgoing& outgoing) {
    outgoing.status = 304;
    outgoing.has_body = false;
    outgoing.body = std::string();
}

// "x" of the bytes as they are is "x-gzip" of their gzip form: a strong tag names bytes, not meaning.
std::string etag_with(std::string_view etag, std::string_view coding) {
    if (!etag.starts_with('"') || !etag.ends_with('"') || etag.size() < 2) return std::string(etag);
    return fmt::format("{}-{}\"", etag.substr(0, etag.size() - 1), coding);
}

// The coding that the body goes out in, empty for none. Sets the fields that tell of it.
std::string_view choose_coding(const Request& request, std::size_t size, const std::vector<Encoding>& made,
                               Fields& fields) {
    if (fields.has("Content-Encoding")) return {};
    if (made.empty() && !is_compressible(fields.find("Content-Type"))) return {};
    fields.add("Vary", "Accept-Encoding");
    if (made.empty() && size < kCompressedBytesMin) return {};
    std::vector<std::string_view> offered;
    offered.reserve(made.size() + 1);
    for (const Encoding& encoding : made)
        offered.push_back(encoding.name);
    if (made.empty()) offered.push_back("gzip");
    const std::string_view coding = chosen_coding(request.fields.find("Accept-Encoding"), offered);
    if (coding.empty()) return {};
    fields.add("Content-Encoding", std::string(coding));
    if (fields.has("ETag")) fields.set("ETag", etag_with(fields.find("ETag"), coding));
    return coding;
}

void take_bytes(const Request& request, std::string bytes, std::vector<Encoding> made, Outgoing& outgoing) {
    const std::string_view coding = choose_coding(request, bytes.size(), made, outgoing.fields);
    const bool asked = outgoing.status == 200 && outgoing.fields.has("ETag");
    if (asked && is_not_modified(request, outgoing.fields.find("ETag"), std::nullopt))
        return become_not_modified(outgoing);  // before the work of compressing
    if (!coding.empty())
        bytes = made.empty() ? gzip(bytes) : std::move(std::ranges::find(made, coding, &Encoding::name)->bytes);
    // A 304 of the handler's own does not know the length that its 200 would have.
    if (outgoing.status != 204 && outgoing.status != 304)
        outgoing.fields.set("Content-Length", std::to_string(bytes.size()));
    outgoing.body = std::move(bytes);
}

struct OpenFile {
    UniqueFd fd;
    std::uint64_t size = 0;
    HttpTime modified;
};

// Errors: the status of the answer.
std::expected<OpenFile, int> open_file(const std::filesystem::path& path) {
    // Not blocking: of a file it is the same, and a pipe in its place would hold the thread for ever.
    constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    OpenFile file{.fd = UniqueFd(::open(path.c_str(), kFlags)), .size = 0, .modified = {}};
    // Where descriptors or the disk fail, the file is there all the same.
    const bool absent = errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENXIO;
    if (!file.fd) return std::unexpected(absent ? 404 : 503);
    struct stat facts{};
    if (::fstat(file.fd.get(), &facts) != 0) return std::unexpected(503);
    if (!S_ISREG(facts.st_mode)) return std::unexpected(404);
    file.size = static_cast<std::uint64_t>(facts.st_size);
    file.modified = HttpTime(std::chrono::seconds(facts.st_mtim.tv_sec));
    return file;
}

// False where there is no such file, version, or part of it.
bool take_file(const Request& request, const FileBody& body, Outgoing& outgoing, int& error_status) {
    auto file = open_file(body.path);
    if (!file) {
        error_status = file.error();
        return false;
    }
    if (!body.etag.empty()) outgoing.fields.set("ETag", body.etag);
    outgoing.fields.set("Last-Modified", http_date(file->modified));
    outgoing.fields.set("Accept-Ranges", "bytes");
    if (is_another_version(request, body.etag, file->modified)) {
        error_status = 412;
        return false;
    }
    if (is_not_modified(request, body.etag, file->modified)) {
        become_not_modified(outgoing);
        return true;
    }
    ByteRange range{.first = 0, .length = file->size};
    const RangeOutcome outcome = range_of(request, file->size, body.etag, file->modified, range);
    if (outcome == RangeOutcome::unsatisfiable) {
        outgoing.fields.set("Content-Range", fmt::format("bytes */{}", file->size));
        error_status = 416;
        return false;
    }
    if (outcome == RangeOutcome::part) {
        outgoing.status = 206;
        outgoing.fields.set("Content-Range",
                            fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, file->size));
    }
    outgoing.fields.set("Content-Length", std::to_string(range.length));
    outgoing.body = FileSlice{.fd = std::move(file->fd), .offset = range.first, .length = range.length};
    return true;
}

Outgoing file_error(const Request& request, int status, const Outgoing& tried, const ErrorPage& error_page) {
    Response page = error_page(status,
                               status == 404   ? "The file is not there."
                               : status == 503 ? "The server cannot read the file just now."
                               : status == 412 ? "The file is another version than the one asked for."
                                               : "The file has no such part.",
                               request);
    if (status == 416) page.fields.set("Content-Range", std::string(tried.fields.find("Content-Range")));
    Outgoing outgoing{.status = page.status, .fields = std::move(page.fields), .body = {}, .has_body = true};
    if (auto* bytes = std::get_if<std::string>(&page.body)) take_bytes(request, std::move(*bytes), {}, outgoing);
    return outgoing;
}

void add_usual_fields(const Request& request, Outgoing& outgoing, SystemTime now) {
    for (const auto& [name, value] : kUsualFields)
        if (!outgoing.fields.has(name)) outgoing.fields.add(std::string(name), std::string(value));
    outgoing.fields.set("Date", http_date(std::chrono::floor<std::chrono::seconds>(now)));
    if (!request.id.empty()) outgoing.fields.set("X-Request-Id", request.id);
}

}  // namespace

Outgoing make_outgoing(const Request& request, Response response, const ErrorPage& error_page, SystemTime now) {
    Outgoing outgoing{.status = response.status, .fields = std::move(response.fields), .body = {}, .has_body = true};
    if (auto* bytes = std::get_if<std::string>(&response.body)) {
        take_bytes(request, std::move(*bytes), std::move(response.encodings), outgoing);
    } else if (const auto* file = std::get_if<FileBody>(&response.body)) {
        int error_status = 0;
        if (!take_file(request, *file, outgoing, error_status))
            outgoing = file_error(request, error_status, outgoing, error_page);
    } else {
        outgoing.body = std::get<StreamBody>(std::move(response.body));
    }
    const bool head = request.method == Method::head;
    if (head || outgoing.status == 204 || outgoing.status == 304) outgoing.has_body = false;
    add_usual_fields(request, outgoing, now);
    return outgoing;
}

std::string head_bytes(const Outgoing& outgoing, bool keep_alive, bool chunked) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\n", outgoing.status, reason_of(outgoing.status));
    // A handler's field may hold words of a user's, such as a file's name: a line break in it would begin another
    // field.
    for (const auto& [name, value] : outgoing.fields.all())
        if (is_field_value(value)) fmt::format_to(std::back_inserter(head), "{}: {}\r\n", name, value);
    if (chunked) head += "Transfer-Encoding: chunked\r\n";
    if (!keep_alive) head += "Connection: close\r\n";
    head += "\r\n";
    return head;
}

}  // namespace mss::http_server
