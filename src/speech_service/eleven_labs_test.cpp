#include "speech_service/eleven_labs.hpp"

#include <gmock/gmock.h>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "speech_service/test_sounds.hpp"
#include "text/words.hpp"

namespace mss::speech_service {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Base64 of a WAV file with 32 bytes of sound.
constexpr const char* kSound =
    "UklGRkQAAABXQVZFZm10IBAAAAABAAEAwF0AAIC7AAACABAAZGF0YSAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

// Each character takes a tenth of a second.
json::Object alignment(std::string_view text) {
    json::Array characters;
    json::Array begins;
    json::Array ends;
    for (const char32_t point : utf8::decode(text)) {
        begins.emplace_back(0.1 * static_cast<double>(characters.size()));
        ends.emplace_back(0.1 * static_cast<double>(characters.size() + 1));
        characters.emplace_back(utf8::encode(std::u32string_view(&point, 1)));
    }
    return {
        {"characters", characters}, {"character_start_times_seconds", begins}, {"character_end_times_seconds", ends}};
}

Result<Recording> parsed(json::Object answer, std::string_view text, std::string_view language = "en") {
    return parse_elevenlabs_answer(json::print(answer), text::words(text, language));
}

Result<Recording> said(std::string_view text, std::string_view language = "en") {
    return parsed({{"audio_base64", kSound}, {"alignment", alignment(text)}}, text, language);
}

TEST(ElevenLabs, GivesEachWordTheTimeOfItsCharacters) {
    const auto recording = said("Hi, \"you  two\"!");
    ASSERT_TRUE(recording) << recording.error().message;
    EXPECT_EQ(recording->suffix, "wav");
    ASSERT_THAT(recording->times, SizeIs(3));
    EXPECT_DOUBLE_EQ(recording->times[0].begin, 0);
    EXPECT_NEAR(recording->times[0].end, 0.3, 1e-9);
    EXPECT_NEAR(recording->times[1].begin, 0.4, 1e-9);
    EXPECT_NEAR(recording->times[2].end, 1.5, 1e-9);
}

TEST(ElevenLabs, KnowsWordsWithoutSpacesAndMarksThatStandAlone) {
    const std::string french = "Bonjour à tous !";
    EXPECT_THAT(said(french, "fr")->times, SizeIs(text::words(french, "fr").size()));
    const std::string chinese = "天空是蓝色的。";
    EXPECT_THAT(said(chinese, "zh")->times, SizeIs(text::words(chinese, "zh").size()));
    EXPECT_THAT(said("I see \U0001F419 here")->times, SizeIs(text::words("I see \U0001F419 here", "en").size()));
}

TEST(ElevenLabs, TakesTheTimesOfWhatWasSentBeforeThoseOfWhatWasRead) {
    const json::Object read = alignment("In nineteen sixty-nine");
    const auto recording = parsed(
        {{"audio_base64", kSound}, {"alignment", alignment("In 1969")}, {"normalized_alignment", read}}, "In 1969");
    EXPECT_THAT(recording->times, SizeIs(2));
    EXPECT_NEAR(recording->times[1].end, 0.7, 1e-9);
    const auto only_read =
        parsed({{"audio_base64", kSound}, {"alignment", nullptr}, {"normalized_alignment", read}}, "In 1969");
    EXPECT_THAT(only_read->times, IsEmpty());
}

TEST(ElevenLabs, GoesWithoutTimesWhereThereAreNoneOrOfOtherWords) {
    EXPECT_THAT(parsed({{"audio_base64", kSound}}, "Hi you")->times, IsEmpty());
    EXPECT_THAT(parsed({{"audio_base64", kSound}, {"alignment", alignment("Hi")}}, "Hi you")->times, IsEmpty());
    EXPECT_THAT(parsed({{"audio_base64", kSound}, {"alignment", alignment("Hi you two")}}, "Hi you")->times, IsEmpty());
    EXPECT_THAT(parsed({{"audio_base64", kSound}, {"alignment", alignment("He you")}}, "Hi you")->times, IsEmpty());
}

TEST(ElevenLabs, KeepsSoundWhoseTimesMakeNoSense) {
    json::Object backwards = alignment("Hi you");
    backwards["character_start_times_seconds"].as_array()[3] = 0.05;
    json::Object negative = alignment("Hi you");
    negative["character_start_times_seconds"].as_array()[0] = -1;
    json::Object fewer = alignment("Hi you");
    fewer["character_end_times_seconds"].as_array().pop_back();
    for (const json::Object& wrong : {backwards, negative, fewer}) {
        const auto recording = parsed({{"audio_base64", kSound}, {"alignment", wrong}}, "Hi you");
        ASSERT_TRUE(recording);
        EXPECT_TRUE(recording->times.empty());
        // Those of the words as they were read stand in, where they are right.
        const auto second = parsed(
            {{"audio_base64", kSound}, {"alignment", wrong}, {"normalized_alignment", alignment("Hi you")}}, "Hi you");
        ASSERT_TRUE(second);
        EXPECT_EQ(second->times.size(), 2U);
    }
}

TEST(ElevenLabs, RefusesWhatCannotBe) {
    const auto refused = [](json::Object answer) {
        const auto recording = parsed(std::move(answer), "Hi you");
        return recording ? std::string("taken") : recording.error().message;
    };
    EXPECT_THAT(refused({{"audio_base64", "####"}}), HasSubstr("Base64"));
    EXPECT_THAT(refused({{"audio_base64", ""}}), HasSubstr("no sound"));
    EXPECT_THAT(refused({{"audio_base64", 7}}), HasSubstr("cannot be read"));
    for (const char* body : {"", "<html>", "[]", "{", "null"})
        EXPECT_FALSE(parse_elevenlabs_answer(body, {"Hi"})) << body;
}

}  // namespace
}  // namespace mss::speech_service
