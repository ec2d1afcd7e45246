#include "speech/speaker.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "media_protocol/timebase.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;
using media_protocol::SpeechReply;
using media_protocol::SpokenWord;
using media_protocol::VoicesReply;

class SpeakerTest : public testing::Test {
protected:
    Result<SpeechReply> speak(const std::string& text, const std::string& language, const std::string& voice) {
        return speaker_.speak({text, language, voice, path_.string()});
    }

    std::vector<float> samples() const {
        const std::string bytes = read_file(path_, 1U << 28).value();
        std::vector<float> samples(bytes.size() / sizeof(float));
        std::memcpy(samples.data(), bytes.data(), bytes.size());
        return samples;
    }

    TemporaryDirectory directory_;
    std::filesystem::path path_ = directory_.path() / "sentence.f32";
    Speaker speaker_;
};

double level_db(const std::vector<float>& samples, std::int64_t begin, std::int64_t end) {
    double sum = 1e-12;
    for (std::int64_t i = begin; i < end; ++i)
        sum += std::pow(samples[static_cast<std::size_t>(i)], 2);
    return 10 * std::log10(sum / static_cast<double>(std::max<std::int64_t>(1, end - begin)));
}

std::int64_t last_sound(const std::vector<float>& samples) {
    for (auto i = static_cast<std::int64_t>(samples.size()); i-- > 0;)
        if (std::abs(samples[static_cast<std::size_t>(i)]) > 0.0056F) return i;  // -45 dBFS
    return 0;
}

struct Case {
    const char* language;
    const char* voice;
    const char* text;
};

class SpokenSentence : public SpeakerTest, public testing::WithParamInterface<Case> {};

TEST_P(SpokenSentence, HasASpanForEveryWrittenWordThatFitsTheSound) {
    const auto [language, voice, text] = GetParam();
    const auto reply = speak(text, language, voice);
    ASSERT_TRUE(reply) << reply.error().message;
    const std::vector<float> sound = samples();
    ASSERT_EQ(static_cast<std::int64_t>(sound.size()), reply->samples);

    const std::vector<std::string> written = text::words(text, language);
    ASSERT_EQ(reply->words.size(), written.size());
    std::int64_t floor = 0;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const SpokenWord& word = reply->words[i];
        EXPECT_EQ(word.text, written[i]);
        EXPECT_GE(word.begin, floor) << word.text;
        EXPECT_LT(word.begin, word.end) << word.text;
        EXPECT_GT(level_db(sound, word.begin, word.end), -45) << word.text;
        floor = word.end;
    }
    EXPECT_LE(floor, reply->samples);
    EXPECT_NEAR(static_cast<double>(floor), static_cast<double>(last_sound(sound)), kSampleRate * 0.05);
}

TEST_P(SpokenSentence, IsLevelledAndHasNoSilenceAtItsEnds) {
    const auto [language, voice, text] = GetParam();
    ASSERT_TRUE(speak(text, language, voice));
    const std::vector<float> sound = samples();
    const auto first = std::ranges::find_if(sound, [](float sample) { return std::abs(sample) > 0.0056F; });
    EXPECT_LT(first - sound.begin(), kSampleRate * 0.08);
    EXPECT_LT(static_cast<std::int64_t>(sound.size()) - last_sound(sound), kSampleRate * 0.08);
    EXPECT_NEAR(level_db(sound, 0, static_cast<std::int64_t>(sound.size())), -23, 4);
    EXPECT_LE(std::abs(std::ranges::max(sound, {}, [](float sample) { return std::abs(sample); })), 0.8913F);
}

INSTANTIATE_TEST_SUITE_P(
    Languages, SpokenSentence,
    testing::Values(Case{"en", "slt", "Dr. Smith paid $2,500 in 1950, and nobody knew why."},
                    Case{"en-US", "rms", "It grew 3.5x — to $25.4 billion (50% of “all”) by 2024!"},
                    Case{"en", "awb", "Hello 😀 world {\\b1} and <b>AI</b> too."},
                    Case{"en", "espeak-en-us", "Dr. Smith paid $2,500 in 1950, and nobody knew why."},
                    Case{"de", "espeak-de", "Die Wirtschaft wuchs um $25,4 Milliarden und 3,5 % im Jahr 1950."},
                    Case{"ru", "espeak-ru", "Доктор заплатил 2500 рублей в 1950 году."},
                    Case{"ar", "espeak-ar", "الذكاء الاصطناعي يغير العالم."},
                    Case{"zh", "espeak-zh", "人工智能改变了世界,2023年增长25%。"},
                    Case{"th", "espeak-th", "ภาษาไทยเป็นภาษาที่สวยงาม"},
                    Case{"fr", "espeak-fr-fr", "L’été, c’est « chaud » !"}));

TEST_F(SpeakerTest, TakesTimesFromTheEngine) {
    EXPECT_EQ(speak("The quick brown fox.", "en", "slt").value().timing_source, "engine");
    EXPECT_EQ(speak("The quick brown fox.", "en", "espeak-en-us").value().timing_source, "engine");
}

TEST_F(SpeakerTest, EstimatesWordsThatTheVoiceCannotSay) {
    const auto reply = speak("The word 人工 means artificial.", "en", "slt");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->timing_source, "estimated");
    EXPECT_EQ(reply->words.size(), 5U);
}

TEST_F(SpeakerTest, ReadsAtTheRateOfANarrator) {
    const std::string text =
        "Traders carried the beans across the sea, where monks brewed them to stay awake during long prayers.";
    for (const char* voice : {"slt", "rms", "awb", "espeak-en-us"}) {
        const auto reply = speak(text, "en", voice);
        ASSERT_TRUE(reply);
        const double minutes = media_protocol::seconds_of_samples(reply->samples) / 60;
        const double rate = static_cast<double>(reply->words.size()) / minutes;
        EXPECT_GT(rate, 150) << voice;  // within a sentence; the pauses between sentences take a tenth off
        EXPECT_LT(rate, 195) << voice;
    }
}

TEST_F(SpeakerTest, SpeaksAtThePaceThatIsAskedFor) {
    for (const char* voice : {"rms", "espeak-en-us"}) {
        media_protocol::SpeechRequest request{"The bees bring it home to the hive.", "en", voice, path_.string()};
        const auto usual = speaker_.speak(request);
        request.pace = 1.5;
        const auto faster = speaker_.speak(request);
        ASSERT_TRUE(usual && faster);
        EXPECT_NEAR(static_cast<double>(usual->samples) / static_cast<double>(faster->samples), 1.5, 0.15) << voice;
    }
}

TEST_F(SpeakerTest, SaysAWordAsTheListHasItUnderTheWordItself) {
    media_protocol::SpeechRequest request{"Ask Nguyen now.", "en", "rms", path_.string()};
    request.pronunciations = {"Nguyen = antidisestablishmentarianism"};
    const auto reply = speaker_.speak(request);
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->words.size(), 3U);
    EXPECT_EQ(reply->words[1].text, "Nguyen");
    EXPECT_GT(reply->words[1].end - reply->words[1].begin, kSampleRate);
}

TEST_F(SpeakerTest, MakesAWordStandOut) {
    media_protocol::SpeechRequest request{"It takes two million flowers.", "en", "rms", path_.string()};
    const auto plain = speaker_.speak(request);
    ASSERT_TRUE(plain);
    const std::vector<float> before = samples();
    request.emphasis = {"million"};
    const auto stressed = speaker_.speak(request);
    ASSERT_TRUE(stressed);
    const std::vector<float> after = samples();
    const SpokenWord& was = plain->words[3];
    const SpokenWord& is = stressed->words[3];
    EXPECT_NEAR(static_cast<double>(is.begin - was.begin), 0.06 * kSampleRate, 200);
    EXPECT_GT(level_db(after, is.begin, is.end), level_db(before, was.begin, was.end) + 1.5);
}

TEST_F(SpeakerTest, RefusesWhatCannotBeSaidWithAReason) {
    EXPECT_EQ(speak("", "en", "slt").error().code, Code::invalid);
    EXPECT_EQ(speak(" \n\t ", "en", "slt").error().code, Code::invalid);
    EXPECT_EQ(speak("😀 —", "en", "slt").error().code, Code::invalid);
    EXPECT_EQ(speak("日本", "en", "slt").error().code, Code::invalid);
    EXPECT_EQ(speak("bad \xFF bytes", "en", "slt").error().code, Code::invalid);
    EXPECT_EQ(speak("Hallo", "de", "slt").error().code, Code::invalid);
    EXPECT_EQ(speak("Hello", "en", "nobody").error().code, Code::not_found);
    EXPECT_EQ(speak(std::string(9'000, 'a'), "en", "slt").error().code, Code::too_large);
    EXPECT_EQ(speak(std::string(4'000, '7'), "en", "slt").error().code, Code::too_large);
    EXPECT_FALSE(speaker_.speak({"Hello", "en", "slt", "/nonexistent/folder/x.f32"}));
}

TEST_F(SpeakerTest, NamesBothLanguagesAndTheVoicesToChooseFrom) {
    const auto reply = speak("Hallo", "de", "slt");
    ASSERT_FALSE(reply);
    for (const char* part : {"\"slt\"", "\"en-US\"", "\"de\"", "espeak-de"})
        EXPECT_NE(reply.error().message.find(part), std::string::npos) << part << ": " << reply.error().message;
}

TEST_F(SpeakerTest, SpeaksAnEndlessWordInBoundedTime) {
    const auto reply = speak(std::string(4'000, 'a'), "en", "slt");
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->words.size(), 1U);
    EXPECT_LT(reply->samples, 240 * kSampleRate);
}

TEST(Voices, PutsTheBestFirstAndFiltersByLanguage) {
    const VoicesReply english = Speaker().voices({"en"});
    ASSERT_GE(english.voices.size(), 4U);
    EXPECT_EQ(english.voices[0].name, "slt");
    for (const char* language : {"de", "fr", "es", "pt", "it", "nl", "ru", "ar", "zh", "hi", "ko", "tr", "pl"}) {
        const VoicesReply found = Speaker().voices({language});
        ASSERT_FALSE(found.voices.empty()) << language;
        EXPECT_TRUE(found.voices[0].language.starts_with(language)) << language;
    }
    EXPECT_GT(Speaker().voices({""}).voices.size(), 80U);
    EXPECT_TRUE(Speaker().voices({"xx"}).voices.empty());
}

TEST(Voices, PrefersTheRegionAskedFor) {
    const VoicesReply brazilian = Speaker().voices({"pt-BR"});
    ASSERT_GE(brazilian.voices.size(), 2U);
    EXPECT_EQ(brazilian.voices[0].language, "pt-BR");
}

TEST(Voices, DoesNotDisturbASpeakerAtWork) {
    const TemporaryDirectory directory;
    const std::string path = (directory.path() / "a.f32").string();
    Speaker speaker;
    ASSERT_TRUE(speaker.speak({"Guten Tag.", "de", "espeak-de", path}));
    const std::string before = read_file(path, 1U << 26).value();
    ASSERT_FALSE(Speaker().voices({""}).voices.empty());
    ASSERT_TRUE(speaker.speak({"Guten Tag.", "de", "espeak-de", path}));
    EXPECT_TRUE(read_file(path, 1U << 26).value() == before);
}

TEST(Voices, OfFranceComeFirstForFrench) {
    const auto french = Speaker().voices({"fr"});
    ASSERT_FALSE(french.voices.empty());
    EXPECT_EQ(french.voices.front().language, "fr-FR");
    EXPECT_EQ(Speaker().voices({"fr-BE"}).voices.front().language, "fr-BE");
}

}  // namespace
}  // namespace mss::speech
