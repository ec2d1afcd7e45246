#include "http_server/router.hpp"

#include <stdexcept>

#include <gmock/gmock.h>

namespace mss::http_server {
namespace {

using testing::ElementsAre;
using testing::Pair;

Response page(int status, const std::string& detail, const Request& /*request*/) {
    return {.status = status, .fields = {}, .body = detail};
}

Handler says(std::string words) {
    return [words = std::move(words)](const Request& request) {
        std::string body = words;
        for (const auto& [name, value] : request.parameters)
            body.append(" ").append(name).append("=").append(value);
        return Response{.status = 200, .fields = {}, .body = body};
    };
}

class RouterTest : public testing::Test {
protected:
    Response answer(Method method, const std::string& path) {
        Request request;
        request.method = method;
        request.path = path;
        return router_.answer(request);
    }
    std::string body(Method method, const std::string& path) {
        return std::get<std::string>(answer(method, path).body);
    }

    Router router_{&page};
};

TEST_F(RouterTest, TheRouteThatIsLiteralForLongerWins) {
    for (const char* pattern : {"/{all*}", "/videos/{id}", "/videos/new", "/videos/{id}/file", "/{kind}/{id}", "/"})
        router_.add({Method::get, pattern, says(pattern)});
    EXPECT_EQ(body(Method::get, "/"), "/");
    EXPECT_EQ(body(Method::get, "/videos/new"), "/videos/new");
    EXPECT_EQ(body(Method::get, "/videos/7"), "/videos/{id} id=7");
    EXPECT_EQ(body(Method::get, "/videos/new/file"), "/videos/{id}/file id=new");
    EXPECT_EQ(body(Method::get, "/pictures/7"), "/{kind}/{id} id=7 kind=pictures");
    EXPECT_EQ(body(Method::get, "/videos/"), "/{all*} all=videos/");
    EXPECT_EQ(body(Method::get, "/a/b/c"), "/{all*} all=a/b/c");
    EXPECT_EQ(body(Method::get, "//"), "/{all*} all=/");
}

TEST_F(RouterTest, TheRestMayBeEmptyAndANameMayNot) {
    router_.add({Method::get, "/files/{path*}", says("files")});
    router_.add({Method::get, "/one/{name}", says("one")});
    EXPECT_EQ(body(Method::get, "/files"), "files path=");
    EXPECT_EQ(body(Method::get, "/files/"), "files path=");
    EXPECT_EQ(body(Method::get, "/files/a/"), "files path=a/");
    EXPECT_EQ(answer(Method::get, "/one/").status, 404);
    EXPECT_EQ(answer(Method::get, "/one").status, 404);
    EXPECT_EQ(answer(Method::get, "/one/a/").status, 404);
    EXPECT_EQ(answer(Method::get, "/filesystem").status, 404);
}

TEST_F(RouterTest, AnotherMethodIs405WithAllow) {
    router_.add({Method::get, "/a", says("get")});
    router_.add({Method::delete_, "/a", says("delete")});
    router_.add({Method::post, "/only/post", says("post")});
    const Response refused = answer(Method::put, "/a");
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(refused.fields.find("Allow"), "GET, HEAD, DELETE, OPTIONS");
    EXPECT_EQ(answer(Method::get, "/only/post").fields.find("Allow"), "POST, OPTIONS");
    EXPECT_EQ(answer(Method::head, "/only/post").status, 405);
}

TEST_F(RouterTest, HeadIsAnsweredAsGetAndOptionsWithAllow) {
    router_.add({Method::get, "/a", says("get")});
    router_.add({Method::put, "/b", says("put")});
    EXPECT_EQ(body(Method::head, "/a"), "get");
    const Response options = answer(Method::options, "/a");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.fields.find("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(answer(Method::options, "/c").status, 404);
    const Response server = answer(Method::options, "*");
    EXPECT_EQ(server.status, 204);
    EXPECT_EQ(server.fields.find("Allow"), "GET, HEAD, PUT, OPTIONS");
}

TEST_F(RouterTest, WhatAHandlerThrowsIsA500WithoutItsWords) {
    router_.add({Method::get, "/exception", [](const Request&) -> Response { throw std::runtime_error("secret"); }});
    router_.add({Method::get, "/number", [](const Request&) -> Response { throw 7; }});
    for (const char* path : {"/exception", "/number"}) {
        const Response response = answer(Method::get, path);
        EXPECT_EQ(response.status, 500);
        EXPECT_THAT(std::get<std::string>(response.body), testing::Not(testing::HasSubstr("secret")));
    }
}

TEST_F(RouterTest, TheSameRouteTwiceIsADefect) {
    router_.add({Method::get, "/a/{x}", says("1")});
    EXPECT_THROW(router_.add({Method::get, "/a/{y}", says("2")}), std::logic_error);
    EXPECT_THROW(router_.add({Method::get, "a", says("2")}), std::logic_error);
    router_.add({Method::put, "/a/{y}", says("put")});
    router_.add({Method::get, "/a/b", says("3")});
}

TEST(Message, CookiesAreFoundByName) {
    Request request;
    request.fields.add("Cookie", "a=1; session=\"x=y\" ;b");
    request.fields.add("cookie", "c=3;a=2");
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("session"), "x=y");
    EXPECT_EQ(request.cookie("b"), "");
    EXPECT_EQ(request.cookie("c"), "3");
    EXPECT_EQ(request.cookie("A"), "");
}

TEST(Message, FieldsCompareNamesWithoutCase) {
    Fields fields;
    fields.add("Vary", "a");
    fields.add("vary", "b");
    EXPECT_EQ(fields.find("VARY"), "a");
    fields.set("VARY", "c");
    EXPECT_THAT(fields.all(), ElementsAre(Pair("VARY", "c")));
    EXPECT_FALSE(fields.has("Var"));
}

TEST(Message, MethodsHaveTheirNamesInCapitals) {
    for (const Method method :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_, Method::options})
        EXPECT_EQ(method_named(name_of(method)), method);
    EXPECT_EQ(name_of(Method::delete_), "DELETE");
    EXPECT_EQ(method_named("get"), std::nullopt);
    EXPECT_EQ(method_named("TRACE"), std::nullopt);
}

TEST(Message, TheFirstQueryParameterOfANameCounts) {
    Request request;
    request.query = {{"page", "2"}, {"page", "3"}, {"flag", ""}};
    EXPECT_EQ(request.parameter("page"), "2");
    EXPECT_EQ(request.parameter("flag"), "");
    EXPECT_EQ(request.parameter("other"), std::nullopt);
}

}  // namespace
}  // namespace mss::http_server
