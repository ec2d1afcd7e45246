#include "studio/language_names.hpp"

#include <gtest/gtest.h>

namespace mss::studio {
namespace {

TEST(LanguageNames, AreThoseThatVoicesAreDescribedBy) {
    const std::vector<media_protocol::Voice> voices{
        {"slt", "flite", "en-US", "American English, female, warm", "2"},
        {"espeak-en-us", "espeak-ng", "en-US", "English (America), synthetic", "1"},
        {"espeak-en-gb-scotland", "espeak-ng", "en-GB-scotland", "English (Scotland), synthetic", "1"},
        {"espeak-x", "espeak-ng", "en-US-x", "English (America, New York City), synthetic", "1"},
        {"nameless", "other", "qaa", "", "1"},
        {"slt-only", "flite", "de", "German, female", "2"},
        {.name = "openai:alloy",
         .engine = "openai",
         .language = "mul",
         .description = "alloy, paid by the character",
         .version = "1",
         .paid = true}};
    std::string all;
    for (const NamedLanguage& language : named_languages(voices))
        all += language.id + "=" + language.name + ";";
    EXPECT_EQ(all,
              "en-US=English (America);en-US-x=English (America, New York City);en-GB-scotland=English (Scotland);"
              "de=German;qaa=qaa;");
}

}  // namespace
}  // namespace mss::studio
