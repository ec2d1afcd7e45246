#include "api/json_answer.hpp"

namespace mss::api {

http_server::Response json_answer(int status, const json::Value& body) {
    http_server::Response response;
    response.status = status;
    response.fields.add("Content-Type", "application/json");
    response.body = json::print(body);
    return response;
}

http_server::Response empty_answer() {
    http_server::Response response;
    response.status = 204;
    return response;
}

}  // namespace mss::api
