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

Answer nothing() {
    return std::unexpected(Problem(404, "not_found", "There is nothing at this address."));
}

Answer answer(const page::Page& page, const std::string& path) {
    if (const page::File* file = page.find(path)) return serve(*file);
    if (path.starts_with("assets/")) return nothing();
    return serve(*page.find("index.html"));
}

}  // namespace

Endpoints page_endpoints(const page::Page& page) {
    using http_server::Method;
    Endpoints endpoints;
    endpoints.push_back({Method::get, {"/{path*}"}, Audience::anybody, [&page](const Call& call) {
                             return answer(page, call.part("path"));
                         }});
    // The page stands at every address but at these, where a program has mistyped.
    for (const Method method : {Method::get, Method::post, Method::put, Method::patch, Method::delete_})
        endpoints.push_back({method, {"/api/{path*}"}, Audience::anybody, [](const Call&) { return nothing(); }});
    return endpoints;
}

}  // namespace mss::api
