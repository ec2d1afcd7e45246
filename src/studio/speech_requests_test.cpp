#include "studio/speech_requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::studio {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

model::Script script_of(std::vector<std::string> pronunciations, std::vector<std::string> emphasis) {
    model::Script script;
    script.language = "en";
    script.pronunciations = std::move(pronunciations);
    model::Scene scene;
    scene.emphasis = std::move(emphasis);
    script.scenes = {scene};
    return script;
}

std::vector<media::SpokenSentence> sentences(const std::vector<std::string>& texts) {
    std::vector<media::SpokenSentence> spoken;
    for (const std::string& text : texts) {
        media::SpokenSentence sentence;
        sentence.text = text;
        spoken.push_back(sentence);
    }
    return spoken;
}

TEST(SpeechRequests, HaveOnlyWhatConcernsTheirSentence) {
    const SpeechRequests requests(script_of({"Nguyen = win", "Oslo = ooslo"}, {"met"}), "rms");
    const auto request = requests.of(sentences({"Nguyen met her."})[0]);
    EXPECT_THAT(request.pronunciations, ElementsAre("Nguyen = win"));
    EXPECT_THAT(request.emphasis, ElementsAre("met"));
    EXPECT_THAT(requests.of(sentences({"It rained."})[0]).pronunciations, IsEmpty());
}

TEST(SpeechRequests, TellWhatNoSentenceHolds) {
    const auto all = sentences({"Nguyen met her", "in Oslo."});
    EXPECT_THAT(SpeechRequests(script_of({"Nguyen = win"}, {"met her"}), "rms").unused(all), IsEmpty());
    EXPECT_THAT(SpeechRequests(script_of({"Bergen = bargen"}, {"her in"}), "rms").unused(all),
                ElementsAre("pronunciations of what no sentence holds: \"Bergen = bargen\"",
                            "words to stress that no sentence of scene 1 holds: \"her in\""));
    EXPECT_THAT(SpeechRequests(script_of({}, {"a", "b", "c", "d", "e"}), "rms").unused(all),
                ElementsAre("words to stress that no sentence of scene 1 holds: \"a\", \"b\", \"c\" and 2 more"));
}

}  // namespace
}  // namespace mss::studio
