#include "http/logging_transport.hpp"

#include <sstream>

#include <gmock/gmock.h>

#include "http/curl_transport.hpp"
#include "support/test_http_server.hpp"

namespace mss::http {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

Request request_with_secrets(const std::string& url) {
    Request request;
    request.method = "POST";
    request.url = url + "?key=hunter1";
    request.headers = {{"Authorization", "Bearer hunter2"}};
    request.body = "hunter3";
    request.allow_private_addresses = true;
    return request;
}

TEST(LoggingTransport, RecordsMethodAddressStatusAndTimeAndNoSecret) {
    test::TestHttpServer server({test::json_reply("{}")});
    CurlTransport curl("test");
    std::ostringstream out;
    const observe::Logger log(out, observe::Level::debug);
    LoggingTransport transport(curl, log);
    ASSERT_TRUE(transport.fetch(request_with_secrets(server.url("/v1/chat"))));
    EXPECT_THAT(out.str(), AllOf(HasSubstr("level=debug"), HasSubstr("method=POST url=" + server.url("/v1/chat") + " "),
                                 ContainsRegex("status=200 seconds=[0-9.]+\n$")));
    EXPECT_THAT(out.str(), Not(HasSubstr("hunter")));
    EXPECT_EQ(server.requests().at(0).header("authorization"), "Bearer hunter2");
}

TEST(LoggingTransport, RecordsWhyNoAnswerCame) {
    CurlTransport curl("test");
    std::ostringstream out;
    const observe::Logger log(out, observe::Level::debug);
    LoggingTransport transport(curl, log);
    ASSERT_FALSE(transport.fetch(request_with_secrets("http://127.0.0.1:1/v1")));
    EXPECT_THAT(out.str(), HasSubstr("error=\"http://127.0.0.1:1/v1 cannot be fetched"));
    EXPECT_THAT(out.str(), Not(HasSubstr("hunter")));
}

}  // namespace
}  // namespace mss::http
