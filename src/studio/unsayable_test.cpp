#include "studio/unsayable.hpp"

#include <gmock/gmock.h>

namespace mss::studio {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

model::Script script_of(std::string text) {
    model::Script script;
    script.language = "en";
    script.scenes.resize(1);
    script.scenes[0].text = std::move(text);
    return script;
}

media_protocol::Voice latin_voice() {
    media_protocol::Voice voice;
    voice.name = "slt";
    voice.latin_only = true;
    return voice;
}

TEST(CheckSayable, NamesEachWordThatTheVoiceLeavesOutOnce) {
    std::vector<std::string> notices;
    ASSERT_TRUE(check_sayable(script_of("The word Мир means peace. Again Мир, and (π)."), latin_voice(), notices));
    EXPECT_THAT(notices, ElementsAre("the voice \"slt\" reads Latin letters alone, so it leaves out \"Мир\", \"π\""));
}

TEST(CheckSayable, NamesOnlySomeOfMany) {
    std::vector<std::string> notices;
    ASSERT_TRUE(check_sayable(script_of("Greek: α β γ δ ε ζ η."), latin_voice(), notices));
    EXPECT_THAT(notices, ElementsAre(HasSubstr("\"ε\" and 2 more")));
}

TEST(CheckSayable, RefusesASentenceOfWhichNothingIsLeft) {
    std::vector<std::string> notices;
    const auto said = check_sayable(script_of("Peace. Миру мир!"), latin_voice(), notices);
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().code, Code::invalid);
    EXPECT_THAT(said.error().message, HasSubstr("\"Миру мир!\""));
}

TEST(CheckSayable, LeavesVoicesThatReadAllLettersAlone) {
    std::vector<std::string> notices;
    EXPECT_TRUE(check_sayable(script_of("Миру мир!"), {}, notices));
    EXPECT_THAT(notices, IsEmpty());
}

}  // namespace
}  // namespace mss::studio
