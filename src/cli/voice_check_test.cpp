#include "cli/voice_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Result<media_protocol::VoicesReply> find(const std::string& language) {
    media_protocol::VoicesReply reply;
    for (const auto& [name, tag] : {std::pair("slt", "en-US"), std::pair("rms", "en-US"), std::pair("espeak-de", "de")})
        if (std::string_view(tag).starts_with(language)) reply.voices.push_back({name, "", tag, "", ""});
    if (language == "ja")
        reply.voices.push_back(
            {.name = "openai:alloy", .engine = "", .language = "ja", .description = "", .version = "", .paid = true});
    return reply;
}

std::string refusal(const std::string& voice, const std::string& language) {
    const auto checked = check_voice(find, voice, language);
    if (checked) return "accepted";
    EXPECT_EQ(checked.error().code, Code::invalid);
    return checked.error().message;
}

TEST(CheckVoice, TakesAVoiceOfTheLanguageAndAnyWhereNoneIsNamed) {
    EXPECT_EQ(refusal("slt", "en"), "accepted");
    EXPECT_EQ(refusal("", "de"), "accepted");
    EXPECT_EQ(refusal("", ""), "accepted");
    EXPECT_EQ(refusal("espeak-de", ""), "accepted");
}

TEST(CheckVoice, TakesAPaidVoiceWhereItIsNamedAlone) {
    EXPECT_EQ(refusal("openai:alloy", "ja"), "accepted");
    EXPECT_THAT(refusal("", "ja"), HasSubstr("only paid ones do; name one of them, such as \"openai:alloy\""));
}

TEST(CheckVoice, NamesVoiceLanguageAndTheVoicesOfTheLanguage) {
    EXPECT_THAT(refusal("slt", "de"), AllOf(HasSubstr("slt speaks en-US"), HasSubstr("in de; voices for de: espeak-de"),
                                            HasSubstr("mss voices --language de")));
}

TEST(CheckVoice, NamesTheNearestVoiceWhereThereIsNoSuchOne) {
    EXPECT_THAT(refusal("espeak-dr", "de"), HasSubstr("did you mean espeak-de?"));
    EXPECT_THAT(refusal("nobody", ""), AllOf(HasSubstr("\"nobody\" (mss voices"), Not(HasSubstr("did you mean"))));
    EXPECT_THAT(refusal("sl\x1b", "en"), Not(HasSubstr("\x1b")));
}

TEST(CheckVoice, RefusesALanguageThatNobodySpeaks) {
    EXPECT_THAT(refusal("", "tlh"), HasSubstr("no voice for the language \"tlh\""));
    EXPECT_THAT(refusal("", "ja-JP"), HasSubstr("kanji"));
    EXPECT_THAT(refusal("slt", "ja-JP"), HasSubstr("kanji"));
}

TEST(CheckVoice, PassesOnThatVoicesCouldNotBeAsked) {
    const auto checked = check_voice(
        [](const std::string&) -> Result<media_protocol::VoicesReply> { return fail(Code::unavailable, "gone"); },
        "slt", "");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Code::unavailable);
}

}  // namespace
}  // namespace mss::cli
