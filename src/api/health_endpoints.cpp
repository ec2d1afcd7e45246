#include "api/health_endpoints.hpp"

#include <fmt/format.h>

#include "api/json_answer.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using http_server::Response;

// Below this a render may fail in the middle.
constexpr std::uintmax_t kRoomBytesMin = 200U << 20U;

Answer ready(const HealthParts& parts) {
    const auto database = parts.database.read([](store::Connection& connection) -> Result<void> {
        MSS_TRY(connection.prepare("SELECT count(*) FROM setting").step());
        return {};
    });
    std::error_code error;
    const auto space = std::filesystem::space(parts.data_folder, error);
    const bool has_room = !error && space.available >= kRoomBytesMin;
    const bool stopping = parts.stopping;
    const bool all = database.has_value() && has_room && !stopping;
    const auto word = [](bool good) { return good ? "ok" : "failed"; };
    return json_answer(
        all ? 200 : 503,
        json::Object{{"status", stopping ? "stopping"
                                : all    ? "ok"
                                         : "failed"},
                     {"checks", json::Object{{"database", word(database.has_value())}, {"disk", word(has_room)}}}});
}

Answer explain(const Call& call) {
    const std::string& code = call.part("code");
    const std::string_view meaning = meaning_of(code);
    if (meaning.empty()) return std::unexpected(Problem(404, "not_found", "There is no such problem code."));
    Response response;
    response.fields.add("Content-Type", "text/html; charset=utf-8");
    // The code is one of ours, so it needs no escaping.
    response.body = fmt::format(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{0}</title><h1>{0}</h1><p>{1}</p></html>\n",
        code, meaning);
    return response;
}

}  // namespace

Endpoints health_endpoints(HealthParts parts) {
    Endpoints endpoints;
    const auto alive = [](const Call&) -> Answer {
        Response response;
        response.fields.add("Content-Type", "text/plain; charset=utf-8");
        response.body = std::string("ok\n");
        return response;
    };
    endpoints.push_back({Method::get, {"/livez"}, Audience::anybody, alive});
    endpoints.push_back({Method::get, {"/readyz", "/health", "/healthz"}, Audience::anybody, [parts](const Call&) {
                             return ready(parts);
                         }});
    endpoints.push_back({Method::get, {"/problems/{code}"}, Audience::anybody, explain});
    return endpoints;
}

}  // namespace mss::api
