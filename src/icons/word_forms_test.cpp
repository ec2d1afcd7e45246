#include "icons/word_forms.hpp"

#include <gmock/gmock.h>

namespace mss::icons {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(WordsOf, PartsAtApostrophesHyphensAndMarks) {
    EXPECT_THAT(words_of("L’océan, d'Italie: gas-filled…", "fr"),
                ElementsAre("l", "océan", "d", "italie", "gas", "filled"));
    EXPECT_THAT(words_of(" — ?", "en"), ElementsAre());
}

TEST(WordsOf, KeepsGermanCapitals) {
    EXPECT_THAT(words_of("Das Essen", "de"), ElementsAre("Das", "Essen"));
    EXPECT_THAT(words_of("Das Essen", "en"), ElementsAre("das", "essen"));
}

TEST(FormsOf, HoldTheSingular) {
    EXPECT_THAT(forms_of("berries", "en"), Contains("berry"));
    EXPECT_THAT(forms_of("boxes", "en"), Contains("box"));
    EXPECT_THAT(forms_of("Vulkanen", "de"), Contains("Vulkan"));
    EXPECT_THAT(forms_of("animaux", "fr"), Contains("animal"));
    EXPECT_THAT(forms_of("luces", "es"), Contains("luz"));
    EXPECT_THAT(forms_of("laghi", "it"), Contains("lago"));
    EXPECT_THAT(forms_of("vulcões", "pt"), Contains("vulcão"));
    EXPECT_THAT(forms_of("katten", "nl"), Contains("kat"));
}

TEST(FormsOf, UndoNoVerbsAndNothingInUnknownLanguages) {
    EXPECT_THAT(forms_of("opening", "en"), ElementsAre("opening"));
    EXPECT_THAT(forms_of("glass", "en"), ElementsAre("glass"));
    EXPECT_THAT(forms_of("barns", "sv"), ElementsAre("barns"));
}

}  // namespace
}  // namespace mss::icons
