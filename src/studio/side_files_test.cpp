#include "studio/side_files.hpp"

#include <gmock/gmock.h>

namespace mss::studio {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string credits_of(const char* writer) {
    model::Script script;
    script.title = "Bees";
    script.writer = writer;
    return credits_text(script, "synthetic (slt, flite)", false);
}

TEST(Credits, SayWhoGaveWordsWithoutSources) {
    for (const char* writer : {"given", "text"})
        EXPECT_THAT(credits_of(writer), HasSubstr("- The words were given by the maker of this video.")) << writer;
    EXPECT_THAT(credits_of("model"), HasSubstr("- A language model wrote the words and named no source."));
    for (const char* writer : {"model", "starter", "wikipedia"})
        EXPECT_THAT(credits_of(writer), Not(HasSubstr("given by the maker"))) << writer;
}

}  // namespace
}  // namespace mss::studio
