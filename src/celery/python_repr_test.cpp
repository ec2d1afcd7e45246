#include "celery/python_repr.hpp"

#include <utility>

#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

TEST(PythonRepr, SaysItAsPythonDoes) {
    for (const auto& [text, repr] :
         {std::pair("null", "None"), std::pair("[true,false]", "[True, False]"), std::pair("2.0", "2.0"),
          std::pair("1e300", "1e+300"), std::pair(R"({"y":2,"z":{}})", "{'y': 2, 'z': {}}"), std::pair("\"x\"", "'x'"),
          std::pair(R"("it's")", R"("it's")"), std::pair(R"("it's \"so\"")", R"('it\'s "so"')"),
          std::pair(R"("a\n\\\u0007\u00a0\u200b\ud83d\ude00é")", R"('a\n\\\x07\xa0\u200b😀é')")})
        EXPECT_EQ(python_repr(test::parsed(text)), repr);
    EXPECT_EQ(python_repr_tuple({}), "()");
    EXPECT_EQ(python_repr_tuple({1}), "(1,)");
    EXPECT_EQ(python_repr_tuple({1, "v"}), "(1, 'v')");
}

TEST(PythonRepr, IsWhatRecordedMessagesHave) {
    for (const char* kind : {"envelope_basic", "envelope_chain", "envelope_group", "envelope_compression"})
        for (const auto& [name, data] : test::vectors(kind))
            for (const json::Value& message : data.at("messages").as_array()) {
                const json::Value& body = message.at("body");
                if (!body.is_array()) continue;
                const json::Value& headers = message.at("envelope").at("headers");
                EXPECT_EQ(python_repr_tuple(body.at(0).as_array()), std::string(headers.at("argsrepr").as_string()));
                EXPECT_EQ(python_repr(body.at(1)), std::string(headers.at("kwargsrepr").as_string()));
            }
}

TEST(PythonRepr, ACutIsMarked) {
    EXPECT_EQ(python_repr_text(std::string(2000, 'x')).size(), kReprCharactersMax);
    EXPECT_EQ(python_repr(json::Array{"abcdefgh", 1}, 8), "['abc...");
    EXPECT_EQ(python_repr_text("ab", 4), "'ab'");
    EXPECT_EQ(python_repr_text("abc", 4), "'...");
    EXPECT_EQ(python_repr_text("é", 2), "...");
}

}  // namespace
}  // namespace mss::celery
