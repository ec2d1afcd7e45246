#include "speech_service/sound_file.hpp"

#include <gmock/gmock.h>

#include "speech_service/test_sounds.hpp"

namespace mss::speech_service {
namespace {

using testing::HasSubstr;

std::string refused(std::string_view bytes) {
    const auto suffix = sound_suffix(bytes);
    return suffix ? "taken as " + *suffix : suffix.error().message;
}

TEST(SoundFile, IsKnownByItsFirstBytes) {
    EXPECT_EQ(sound_suffix(wav(100)), "wav");
    EXPECT_EQ(sound_suffix("ID3\4..."), "mp3");
    EXPECT_EQ(sound_suffix("\xFF\xFB\x90\x44"), "mp3");
    EXPECT_EQ(sound_suffix("fLaC...."), "flac");
    EXPECT_EQ(sound_suffix("OggS...."), "ogg");
}

TEST(SoundFile, OfUnknownLengthIsTaken) {
    EXPECT_EQ(sound_suffix(wav(100, 0xFFFFFFFF)), "wav");
    EXPECT_EQ(sound_suffix(wav(100, 0)), "wav");
}

TEST(SoundFile, ThatIsCutShortIsRefused) {
    const std::string whole = wav(100);
    for (std::size_t length = 12; length < whole.size(); ++length)
        EXPECT_FALSE(sound_suffix(whole.substr(0, length))) << length;
    EXPECT_THAT(refused(whole.substr(0, 90)), HasSubstr("cut short"));
}

TEST(SoundFile, ThatIsNoneIsNamed) {
    EXPECT_THAT(refused(""), HasSubstr("no sound"));
    EXPECT_THAT(refused(wav(0)), HasSubstr("no sound"));
    EXPECT_THAT(refused("\n<!doctype html>"), HasSubstr("web page"));
    EXPECT_THAT(refused("{\"ok\": true}"), HasSubstr("something that is no sound"));
}

}  // namespace
}  // namespace mss::speech_service
