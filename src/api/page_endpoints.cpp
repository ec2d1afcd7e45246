#include "api/page_endpoints.hpp"

namespace mss::api {
namespace {

using http_server::Response;

// Nothing from anywhere else, no inline code, no frames (https://www.w3.org/TR/CSP3/).
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

Response serve(const page::File& file) {
    Response response;
    response.fields.add("Content-Type", std::string(file.type));
    response.fields.add("Cache-Control", file.named_by_content ? "public, max-age=31536000, immutable" : "no-cache");
    response.fields.add("Content-Security-Policy", std::string(kPolicy));
    response.fields.add("ETag", file.etag);
    response.body = std::string(file.bytes);
    if (!file.brotli.empty()) response.encodings.push_back({"br", std::string(file.brotli)});
    if (!file.gzip.empty()) response.encodings.push_back({"gzip", std::string(file.gzip)});
    return response;
}

Answer answer(const page::Page& page, const std::string& path) {
    if (const page::File* file = page.find(path)) return serve(*file);
    const bool of_the_api = path == "api" || path.starts_with("api/");
    const bool of_a_file = path.starts_with("assets/");
    if (of_the_api || of_a_file) return std::unexpected(Problem(404, "not_found", "There is nothing at this address."));
    return serve(*page.find("index.html"));
}

}  // namespace

Endpoints page_endpoints(const page::Page& page) {
    return {{http_server::Method::get, {"/{path*}"}, Audience::anybody, [&page](const Call& call) {
                 return answer(page, call.part("path"));
             }}};
}

}  // namespace mss::api
