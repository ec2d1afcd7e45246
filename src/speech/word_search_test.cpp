#include "speech/word_search.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "codec/audio_resampler.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/test_voices.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

using media_protocol::kSampleRate;
using testing::HasSubstr;

const std::vector<std::string> kEnglish{
    "In 1450, copying one book could take months.",
    "Fifty years later, Europe had printed millions.",
    "A loaded jumbo jet can weigh 400 tonnes, and what holds it up is air.",
    "Parked, it has no lift at all; it has to move.",
    "Bees visit hundreds of flowers a day, and dance when they come home.",
    "Nobody knows why, but everybody has seen it.",
};

const std::vector<std::string> kGerman{
    "Die Bienen besuchen jeden Tag hunderte von Blumen.",
    "Im Winter leben sie von dem, was sie gesammelt haben.",
    "Sie halten sich warm, indem sie zittern und eng beieinander bleiben.",
};

// A recording whose times of words are known.
struct Recorded {
    std::vector<float> samples;
    std::vector<Interval> times;
};

class WordSearch : public testing::Test {
protected:
    // The sentences as a voice speaks them, with pauses of different length.
    Recorded record(const std::vector<std::string>& sentences, const std::string& language, const std::string& voice) {
        Recorded made;
        std::int64_t pause = kSampleRate / 3;
        for (const std::string& sentence : sentences) {
            const auto spoken = speaker_.speak({sentence, language, voice, path_.string()});
            EXPECT_TRUE(spoken) << spoken.error().message;
            if (!spoken) return made;
            const std::string bytes = read_file(path_, 1U << 28).value();
            std::vector<float> samples(bytes.size() / sizeof(float));
            std::memcpy(samples.data(), bytes.data(), bytes.size());
            made.samples.resize(made.samples.size() + static_cast<std::size_t>(pause));
            for (const auto& word : spoken->words) {
                const auto start = static_cast<std::int64_t>(made.samples.size());
                made.times.push_back({start + word.begin, start + word.end});
            }
            made.samples.insert(made.samples.end(), samples.begin(), samples.end());
            pause = pause * 7 % (2 * kSampleRate);
        }
        made.samples.resize(made.samples.size() + kSampleRate / 2);
        return made;
    }

    Result<FoundWords> find(const std::vector<std::string>& sentences, const std::string& language,
                            const std::vector<float>& samples) {
        Sentences words;
        for (const std::string& sentence : sentences)
            words.push_back(text::words(sentence, language));
        return find_words(speaker_, words, language, samples, [this](std::int64_t done, std::int64_t total) {
            EXPECT_LE(done, total);
            progress_ = done;
        });
    }

    void expect_near(const Recorded& recorded, const Result<FoundWords>& found) {
        ASSERT_TRUE(found) << found.error().message;
        ASSERT_EQ(found->times.size(), recorded.times.size());
        double sum = 0;
        double worst = 0;
        std::int64_t floor = 0;
        for (std::size_t i = 0; i < recorded.times.size(); ++i) {
            ASSERT_TRUE(found->times[i]) << i;
            EXPECT_GE(found->times[i]->begin, floor) << i;
            EXPECT_LT(found->times[i]->begin, found->times[i]->end) << i;
            floor = found->times[i]->end;
            const double off =
                1'000.0 * std::abs(static_cast<double>(found->times[i]->begin - recorded.times[i].begin)) / kSampleRate;
            sum += off;
            worst = std::max(worst, off);
        }
        EXPECT_LT(sum / static_cast<double>(recorded.times.size()), 40);  // milliseconds
        EXPECT_LT(worst, 200);
    }

    TemporaryDirectory directory_;
    std::filesystem::path path_ = directory_.path() / "sentence.f32";
    Speaker speaker_{SpeechParts{.voices_folder = test_voices_folder(), .threads = 2}};
    std::int64_t progress_ = 0;
};

TEST_F(WordSearch, FindsWordsThatOtherVoicesSay) {
    for (const char* voice : {"rms", "awb"}) {
        const Recorded recorded = record(kEnglish, "en", voice);
        expect_near(recorded, find(kEnglish, "en", recorded.samples));
        EXPECT_GT(progress_, 0);
    }
}

TEST_F(WordSearch, FindsWordsThatANaturalVoiceSays) {
    if (test_voices_folder().empty()) GTEST_SKIP() << "no natural voice is installed";
    const std::vector<std::string> some(kEnglish.begin(), kEnglish.begin() + 3);
    const Recorded recorded = record(some, "en", "bf_emma");
    expect_near(recorded, find(some, "en", recorded.samples));
}

// Here of one speaker, so that all but the words is the same.
TEST_F(WordSearch, TellsWhereARecordingMayBeWrong) {
    const auto doubts = [&](std::vector<std::string> said) {
        const auto found = find(kEnglish, "en", record(said, "en", "rms").samples);
        EXPECT_TRUE(found) << found.error().message;
        return found ? found->doubts : std::vector<std::string>{"refused"};
    };
    EXPECT_THAT(doubts(kEnglish), testing::IsEmpty());
    std::vector<std::string> other = kEnglish;
    other[2] = "Copper turns green because it slowly reacts with the air and the rain.";
    EXPECT_THAT(doubts(other), testing::ElementsAre(HasSubstr("other words at or near \"A loaded jumbo")));
}

TEST_F(WordSearch, TellsThatThereIsMuchNoise) {
    Recorded recorded = record(kEnglish, "en", "rms");
    std::minstd_rand chance(1);
    std::uniform_real_distribution<float> noise(-0.07F, 0.07F);
    for (float& sample : recorded.samples)
        sample += noise(chance);
    const auto found = find(kEnglish, "en", recorded.samples);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(found->doubts, testing::Contains(HasSubstr("much noise")));
}

// Played faster, a voice has another timbre, pitch and pace.
TEST_F(WordSearch, FindsWordsOfOtherLanguages) {
    Recorded recorded = record(kGerman, "de", "espeak-de");
    constexpr double kFaster = 1.12;
    recorded.samples = codec::resample(recorded.samples, static_cast<int>(kSampleRate * kFaster), kSampleRate).value();
    for (Interval& time : recorded.times)
        time = {static_cast<std::int64_t>(static_cast<double>(time.begin) / kFaster),
                static_cast<std::int64_t>(static_cast<double>(time.end) / kFaster)};
    expect_near(recorded, find(kGerman, "de", recorded.samples));
}

TEST_F(WordSearch, StandsAHissAndALowLevel) {
    Recorded recorded = record(kEnglish, "en", "rms");
    std::uint32_t noise = 1;
    for (float& sample : recorded.samples) {
        noise = noise * 1'664'525 + 1'013'904'223;
        sample = 0.05F * (sample + 0.004F * (static_cast<float>(noise >> 8U) / 8'388'608.0F - 1));
    }
    expect_near(recorded, find(kEnglish, "en", recorded.samples));
}

TEST_F(WordSearch, GivesNoTimeToWhatNobodyCanSay) {
    const Recorded recorded = record({"The quick brown fox jumps over the lazy dog."}, "en", "rms");
    const auto found = find({"The quick brown fox 😀 jumps over the lazy dog."}, "en", recorded.samples);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_LE(std::ranges::count_if(found->times, [](const auto& time) { return !time.has_value(); }), 1);
}

TEST_F(WordSearch, RefusesWhatHoldsNoWords) {
    std::vector<float> samples(8 * kSampleRate);
    EXPECT_THAT(find(kEnglish, "en", samples).error().message, HasSubstr("nothing to hear"));
    EXPECT_EQ(find(kEnglish, "en", {}).error().code, Code::invalid);
    EXPECT_THAT(find(kEnglish, "en", std::vector<float>(kSampleRate, 0.1F)).error().message, HasSubstr("too short"));
    constexpr auto kTones = std::to_array<double>({262, 330, 392, 523});
    samples.resize(20 * kSampleRate);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double at = static_cast<double>(i) / kSampleRate;
        const double tone = kTones[static_cast<std::size_t>(at * 3) % kTones.size()];
        samples[i] =
            static_cast<float>(0.2 * std::exp(-std::fmod(at * 3, 1) * 3) * std::sin(2 * std::numbers::pi * tone * at));
    }
    const auto found = find(kEnglish, "en", samples);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::invalid);
    EXPECT_THAT(found.error().message, HasSubstr("does not seem to hold these words"));
}

TEST_F(WordSearch, RefusesOtherWordsAndMissingOnes) {
    const std::vector<std::string> first(kEnglish.begin(), kEnglish.begin() + 3);
    const std::vector<std::string> last(kEnglish.begin() + 3, kEnglish.end());
    const Recorded recorded = record(first, "en", "rms");
    EXPECT_THAT(find(last, "en", recorded.samples).error().message, HasSubstr("does not seem to hold"));
    EXPECT_THAT(find(kEnglish, "en", recorded.samples).error().message, HasSubstr("does not seem to hold"));
}

TEST_F(WordSearch, SaysSoWhereNobodyKnowsTheLanguage) {
    EXPECT_EQ(find({"foo bar"}, "xx", std::vector<float>(kSampleRate, 0.1F)).error().code, Code::not_found);
}

}  // namespace
}  // namespace mss::speech
