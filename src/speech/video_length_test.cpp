// The writers plan lengths without a voice (writing/pace.hpp); here the voices at hand say how long it really takes.

#include <cmath>

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "media/narration.hpp"
#include "media_protocol/timebase.hpp"
#include "speech/speaker.hpp"
#include "text/sentences.hpp"
#include "writing/given_script.hpp"
#include "writing/pace.hpp"
#include "writing/starter.hpp"

namespace mss::speech {
namespace {

// As a run lays it out; nothing where the voice is not installed.
std::optional<double> real_seconds(const model::Script& script, const std::string& voice) {
    const TemporaryDirectory folder;
    Speaker speaker;
    std::vector<media::SpokenSentence> sentences;
    for (std::size_t scene = 0; scene < script.scenes.size(); ++scene) {
        for (const std::string& sentence : text::sentences(script.scenes[scene].text, script.language)) {
            auto spoken = speaker.speak({sentence, script.language, voice, folder.path() / "sentence.f32"});
            if (!spoken && spoken.error().code == Code::not_found) return std::nullopt;
            EXPECT_TRUE(spoken) << sentence << ": " << spoken.error().message;
            if (!spoken) return std::nullopt;
            sentences.push_back({scene, sentence, {}, {}, spoken->samples, std::move(spoken->words)});
        }
    }
    return media_protocol::seconds_of_frames(media::lay_out(sentences, script.scenes.size()).frames);
}

void expect_honest(const model::Script& script, const std::string& voice) {
    const auto real = real_seconds(script, voice);
    if (!real) GTEST_SKIP() << "there is no voice " << voice;
    const double planned = writing::video_seconds(script.scenes, script.language);
    EXPECT_LE(std::abs(planned / *real - 1), writing::kLengthTolerance) << planned << " s planned, " << *real;
}

class EnglishLength : public testing::TestWithParam<const char*> {};

TEST_P(EnglishLength, IsWhatTheWritersPlan) {
    const auto set = writing::StarterSet::load();
    ASSERT_TRUE(set);
    for (const std::size_t number : {3U, 11U})
        expect_honest(writing::script(set->all()[number], 30), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Voices, EnglishLength, testing::Values("slt", "rms", "awb", "espeak-en-us", "espeak-en-gb"));

struct Told {
    const char* voice;
    const char* language;
    const char* text;
};

class LengthInOtherLanguages : public testing::TestWithParam<Told> {};

TEST_P(LengthInOtherLanguages, IsWhatTheWritersPlan) {
    const auto script = writing::script_from_file(GetParam().text, GetParam().language);
    ASSERT_TRUE(script);
    expect_honest(*script, GetParam().voice);
}

INSTANTIATE_TEST_SUITE_P(
    Voices, LengthInOtherLanguages,
    testing::Values(
        Told{"slt", "en",
             "In 2019 the shop sold 1,250 cups for $3.50 each, or 45% more than in 2018.\n\nRent was £2,300 (about "
             "€2,700) a month, so half of it went to the landlord.\n\nThe rest paid for 18 kg of beans."},
        Told{"espeak-de", "de",
             "Im Sommer fliegt eine Biene bis zu drei Kilometer weit. Sie besucht auf einer Reise etwa hundert "
             "Blüten.\n\nFür ein Glas Honig braucht das Volk den Nektar von zwei Millionen Blüten."},
        Told{"espeak-es", "es",
             "En verano, una abeja vuela hasta tres kilómetros para buscar flores. En cada viaje visita unas cien "
             "flores.\n\nPara un tarro de miel hacen falta dos millones de flores."},
        Told{"espeak-ru", "ru",
             "Летом пчела летает на три километра от своего дома. За один полёт она посещает около ста цветов.\n\nДля "
             "одной банки мёда нужен нектар двух миллионов цветов."},
        Told{"espeak-zh", "zh",
             "夏天，一只蜜蜂可以飞三公里远。它每次飞行会访问大约一百朵花。\n\n做一罐蜂蜜，需要两百万朵花的花蜜。"}));

}  // namespace
}  // namespace mss::speech
