// The contract of SpeechSynthesizer: every engine of this build passes the same cases.
#include "speech/synthesizer.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <type_traits>

#include <gtest/gtest.h>

#include "speech/espeak_synthesizer.hpp"
#include "speech/flite_synthesizer.hpp"
#include "speech/kokoro_synthesizer.hpp"
#include "speech/reading.hpp"
#include "speech/test_voices.hpp"
#include "speech/voice_folder.hpp"

namespace mss::speech {
namespace {

// Its voice is fetched from the network before the tests; where that failed, these are skipped.
struct InstalledKokoro : KokoroSynthesizer {
    InstalledKokoro() : KokoroSynthesizer(find_voice_folders(test_voices_folder()).found, 1) {}
};

template <class Engine>
class SpeechSynthesizerContract : public testing::Test {
protected:
    void SetUp() override {
        if (std::is_same_v<Engine, InstalledKokoro> && engine_.voices().empty())
            GTEST_SKIP() << "no natural voice is installed";
    }

    std::string english_voice() const {
        for (const media_protocol::Voice& voice : engine_.voices())
            if (voice.language == "en-US") return voice.name;
        return {};
    }

    Engine engine_;
};

using Engines = testing::Types<FliteSynthesizer, EspeakSynthesizer, InstalledKokoro>;
TYPED_TEST_SUITE(SpeechSynthesizerContract, Engines);

const std::vector<std::string> kSentence{"The", "quick", "fox,", "which", "was", "brown,", "jumped."};

double energy(const std::vector<float>& samples, Interval interval) {
    double sum = 0;
    for (std::int64_t i = interval.begin; i < interval.end; ++i)
        sum += std::pow(samples[static_cast<std::size_t>(i)], 2);
    return sum / static_cast<double>(std::max<std::int64_t>(1, interval.end - interval.begin));
}

TYPED_TEST(SpeechSynthesizerContract, NamesItsVoicesOnceWithLanguageAndVersion) {
    std::set<std::string> names;
    for (const media_protocol::Voice& voice : this->engine_.voices()) {
        EXPECT_TRUE(names.insert(voice.name).second) << voice.name;
        EXPECT_FALSE(voice.language.empty());
        EXPECT_FALSE(voice.version.empty());
        EXPECT_FALSE(voice.engine.empty());
    }
    EXPECT_FALSE(this->english_voice().empty());
}

TYPED_TEST(SpeechSynthesizerContract, TimesEveryWordInOrderWithinTheSound) {
    const auto spoken = this->engine_.synthesize(kSentence, this->english_voice(), 1);
    ASSERT_TRUE(spoken) << spoken.error().message;
    ASSERT_EQ(spoken->times.size(), kSentence.size());
    std::int64_t floor = 0;
    for (const auto& time : spoken->times) {
        ASSERT_TRUE(time);
        EXPECT_GE(time->begin, floor);
        EXPECT_LT(time->begin, time->end);
        floor = time->end;
    }
    EXPECT_LE(floor, static_cast<std::int64_t>(spoken->samples.size()));
}

TYPED_TEST(SpeechSynthesizerContract, SoundsLouderInsideOfWordsThanOutside) {
    const auto spoken = this->engine_.synthesize(kSentence, this->english_voice(), 1);
    ASSERT_TRUE(spoken);
    double inside = 0;
    for (const auto& time : spoken->times)
        inside += energy(spoken->samples, *time) / static_cast<double>(kSentence.size());
    const Interval tail{static_cast<std::int64_t>(spoken->samples.size()) - spoken->sample_rate / 100,
                        static_cast<std::int64_t>(spoken->samples.size())};
    EXPECT_GT(inside, 30 * energy(spoken->samples, tail));
}

TYPED_TEST(SpeechSynthesizerContract, GivesNoTimeToAReadingWithoutSound) {
    const auto spoken = this->engine_.synthesize({"", "yes", "", "no", ""}, this->english_voice(), 1);
    ASSERT_TRUE(spoken);
    ASSERT_EQ(spoken->times.size(), 5U);
    EXPECT_FALSE(spoken->times[0]);
    EXPECT_TRUE(spoken->times[1]);
    EXPECT_FALSE(spoken->times[2]);
    EXPECT_TRUE(spoken->times[3]);
    EXPECT_FALSE(spoken->times[4]);
}

TYPED_TEST(SpeechSynthesizerContract, CountsSeveralSpokenWordsOfOneReadingAsOne) {
    const auto spoken =
        this->engine_.synthesize({"paid", "two thousand five hundred dollars", "yesterday."}, this->english_voice(), 1);
    ASSERT_TRUE(spoken);
    const auto length = [&](std::size_t i) { return spoken->times[i]->end - spoken->times[i]->begin; };
    EXPECT_GT(length(1), 3 * length(0));
    EXPECT_GT(length(1), 2 * length(2));
}

TYPED_TEST(SpeechSynthesizerContract, MakesTheSameSoundAgain) {
    const auto first = this->engine_.synthesize(kSentence, this->english_voice(), 1);
    ASSERT_TRUE(this->engine_.synthesize({"Something", "else."}, this->english_voice(), 1));
    const auto again = this->engine_.synthesize(kSentence, this->english_voice(), 1);
    ASSERT_TRUE(first && again);
    EXPECT_TRUE(first->samples == again->samples);
}

TYPED_TEST(SpeechSynthesizerContract, RefusesUnknownVoicesAndEmptySentences) {
    EXPECT_EQ(this->engine_.synthesize(kSentence, "nobody", 1).error().code, Code::not_found);
    EXPECT_EQ(this->engine_.synthesize({}, this->english_voice(), 1).error().code, Code::invalid);
    EXPECT_EQ(this->engine_.synthesize({"", ""}, this->english_voice(), 1).error().code, Code::invalid);
}

TEST(EspeakVoices, HaveNamesThatPeopleRead) {
    bool york = false;
    for (const auto& voice : EspeakSynthesizer().voices()) {
        EXPECT_EQ(voice.description.find('_'), std::string::npos) << voice.description;
        EXPECT_EQ(std::ranges::count(voice.description, ','), 1) << voice.description;
        york = york || voice.description == "English (New York City), synthetic";
    }
    EXPECT_TRUE(york);
}

TEST(EspeakVoices, AllOfThemSayNumbers) {
    EspeakSynthesizer engine;
    for (const media_protocol::Voice& voice : engine.voices()) {
        const auto spoken = engine.synthesize(readings({"42"}, voice.language), voice.name, 1);
        ASSERT_TRUE(spoken) << voice.name << ": " << spoken.error().message;
        const auto loudest =
            std::ranges::max_element(spoken->samples, {}, [](float sample) { return std::abs(sample); });
        ASSERT_NE(loudest, spoken->samples.end()) << voice.name;
        EXPECT_GT(std::abs(*loudest), 0.01F) << voice.name;
    }
}

}  // namespace
}  // namespace mss::speech
