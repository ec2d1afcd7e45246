#include "speech/kokoro_sounds.hpp"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "speech/kokoro_phonemes.hpp"
#include "speech/word_phonemes.hpp"

namespace mss::speech {
namespace {

using testing::ElementsAre;

std::string american(std::string_view sounds) {
    return utf8::encode(kokoro_phonemes(sounds, Accent::american));
}

std::string british(std::string_view sounds) {
    return utf8::encode(kokoro_phonemes(sounds, Accent::british));
}

TEST(KokoroPhonemes, AreOneLetterADiphthong) {
    EXPECT_EQ(american("t^ʃˈa^ɪld d^ʒˈɔ^ɪ ɐbˌa^ʊt plˈe^ɪɚ ɡˌo^ʊ"), "ʧˈIld ʤˈY əbˌWt plˈAəɹ ɡˌO");
    EXPECT_EQ(british("ɡˌə^ʊ t^ʃˈe^ə nˌi^ə plˈe^ɪə"), "ɡˌQ ʧˈɛː nˌɪə plˈAə");
}

TEST(KokoroPhonemes, HaveNoLengthInAmericanSpeech) {
    EXPECT_EQ(american("bˈɜːd fˈoːɹ wˈɔːɾɚ bˈɑːɾə^l bˈʌʔn̩"), "bˈɜɹd fˈɔɹ wˈɔTəɹ bˈɑTᵊl bˈʌtᵊn");
    EXPECT_EQ(british("bˈɜːd wˈɔːtə"), "bˈɜːd wˈɔːtə");
    EXPECT_EQ(american("nˈa^ɪnti nˈa^ɪntiːn"), "nˈIndi nˈIntin");
    EXPECT_EQ(american("nˌɪ^ɹ ðˈɛ^ɹ lˈɑːx ɬænˈɛli"), "nˌɪɹ ðˈɛɹ lˈɑk lænˈɛli");
}

std::vector<std::string> cut(std::string_view clause, const std::vector<std::string>& alone) {
    std::vector<std::u32string> words;
    for (const std::string& word : alone)
        words.push_back(utf8::decode(word));
    std::vector<std::string> pieces;
    for (const std::u32string& piece : cut_into_words(utf8::decode(clause), words))
        pieces.push_back(utf8::encode(piece));
    return pieces;
}

TEST(WordsOfAClause, AreFoundWhereTheyAreDrawnTogether) {
    EXPECT_THAT(cut("ðætðə dˈɔɡ", {"ðˈæt", "ðˈə", "dˈɔɡ"}), ElementsAre("ðæt", "ðə", "dˈɔɡ"));
    EXPECT_THAT(cut("ʌvðə ænd tʊ ˈA", {"ˈʌv", "ðˈə", "ˈænd", "tˈu", "ˈA"}), ElementsAre("ʌv", "ðə", "ænd", "tʊ", "ˈA"));
    EXPECT_THAT(cut("tˈu θˈWzənd", {"tˈu θˈWzənd"}), ElementsAre("tˈu θˈWzənd"));
    EXPECT_THAT(cut("tˈu θˈWzənd dˈɑləɹz", {"tˈu θˈWzənd", "dˈɑləɹz"}), ElementsAre("tˈu θˈWzənd", "dˈɑləɹz"));
}

TEST(WordsOfAClause, MayHaveNoSound) {
    EXPECT_THAT(cut("dˈɔɡ", {"", "dˈɔɡ", ""}), ElementsAre("", "dˈɔɡ", ""));
    EXPECT_THAT(cut("", {"ˈA", "bˈi"}), ElementsAre("", ""));
    EXPECT_THAT(cut("ˈA", {}), ElementsAre());
}

TEST(WordsOfAClause, KeepEverySound) {
    const std::vector<std::string> pieces = cut("xyz ˈɑb", {"k", "ˈɑb", "q"});
    EXPECT_EQ(std::accumulate(pieces.begin(), pieces.end(), std::string()), "xyzˈɑb");
}

class SoundsOfASentence : public testing::Test {
protected:
    std::vector<Breath> of(const std::vector<std::string>& readings) const {
        return sounds_of(readings, phonemes_, Accent::american).value();
    }

    static std::string letters(const Breath& breath) {
        std::u32string letters;
        for (const Sound& sound : breath.sounds)
            letters += sound.letter;
        return utf8::encode(letters);
    }

    EspeakPhonemes phonemes_;
};

TEST_F(SoundsOfASentence, BelongToTheWordsThatAreWritten) {
    const auto breaths = of({"The", "fox,", "", "that", "ran."});
    ASSERT_EQ(breaths.size(), 1U);
    EXPECT_EQ(letters(breaths[0]), "ðə fˈɑks, ðæt ɹˈæn.");
    EXPECT_TRUE(breaths[0].ends_with_pause);
    std::vector<std::size_t> words;
    for (const Sound& sound : breaths[0].sounds)
        if (sound.reading && (words.empty() || words.back() != *sound.reading)) words.push_back(*sound.reading);
    EXPECT_THAT(words, ElementsAre(0, 1, 3, 4));
    const auto comma = std::ranges::find(breaths[0].sounds, U',', &Sound::letter);
    EXPECT_FALSE(comma->reading);
}

TEST_F(SoundsOfASentence, PauseInsideOfOneWordAsWell) {
    const auto breaths = of({"Call", "five five, one two."});
    ASSERT_EQ(breaths.size(), 1U);
    EXPECT_EQ(letters(breaths[0]), "kˈɔl fˈIv fˈIv, wˈʌn tˈu.");
}

TEST_F(SoundsOfASentence, ArePartedAtAPauseOrElseBetweenWords) {
    std::vector<std::string> readings(60, "banana");
    readings[12] = "banana,";
    const auto breaths = of(readings);
    ASSERT_GT(breaths.size(), 2U);
    std::size_t words = 0;
    for (const Breath& breath : breaths) {
        EXPECT_LE(breath.sounds.size(), Breath::kSoundsMost + 1);
        EXPECT_TRUE(breath.sounds.front().reading);
        for (std::size_t i = 0; i < breath.sounds.size(); ++i)
            words += breath.sounds[i].reading && (i == 0 || breath.sounds[i - 1].reading != breath.sounds[i].reading);
    }
    EXPECT_EQ(words, 60U) << "a word was parted";
    EXPECT_TRUE(breaths.front().ends_with_pause);
    EXPECT_FALSE(breaths.back().ends_with_pause);
}

TEST_F(SoundsOfASentence, OfAnEndlessWordArePartedAnyway) {
    for (const Breath& breath : of({std::string(3000, 'b') + "anana", "and", "no"}))
        EXPECT_LE(breath.sounds.size(), Breath::kSoundsMost + 1);
}

TEST_F(SoundsOfASentence, AreNoneWhereNothingIsSaid) {
    EXPECT_TRUE(of({}).empty());
    EXPECT_TRUE(of({"", ""}).empty());
}

}  // namespace
}  // namespace mss::speech
