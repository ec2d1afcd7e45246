#include "cli/given_words.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const Error kEmpty{Code::no_material, "the text is empty", {}};
const Error kNotUtf8{Code::invalid, "the text is not valid UTF-8", {}};

TEST(UnusableWords, NameTheFileAndTheWayOn) {
    EXPECT_EQ(unusable_words(kEmpty, "notes.txt", " \n").message,
              "notes.txt: the text is empty (write the words into it first)");
    EXPECT_THAT(unusable_words(kEmpty, "-", "").message, StartsWith("standard input: "));
    EXPECT_EQ(unusable_words(kEmpty, "notes.txt", "").code, Code::no_material);
}

TEST(UnusableWords, SayHowToMakeUtf8OfOtherEncodings) {
    EXPECT_THAT(unusable_words(kNotUtf8, "a", "caf\xE9").message, HasSubstr("iconv -f WINDOWS-1252 -t UTF-8"));
    EXPECT_THAT(unusable_words(kNotUtf8, "a", std::string_view("\xFF\xFEh\0i\0", 6)).message,
                HasSubstr("iconv -f UTF-16 -t UTF-8"));
}

TEST(UnusableWords, OfAScriptPointToTheDescriptionOfItsFields) {
    const Error wrong{Code::invalid, "script: scenes[0].text: expected a text", {}};
    EXPECT_EQ(unusable_words(wrong, "script.json", R"({"scenes": [{"text": 1}]})").message,
              "script.json: script: scenes[0].text: expected a text (docs/script-format.md explains the fields)");
}

TEST(ReadWords, NameTheOptionAndTheFileThatCannotBeRead) {
    std::istringstream in("from a pipe");
    std::ostringstream out;
    Console console{in, out, out};
    EXPECT_EQ(read_words(console, "--text", "-").value(), "from a pipe");
    const auto absent = read_words(console, "--text", "/absent/notes.txt");
    ASSERT_FALSE(absent);
    EXPECT_THAT(absent.error().message, StartsWith("--text: cannot read /absent/notes.txt: "));
    const auto folder = read_words(console, "--script", "/");
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code, Code::invalid);
    EXPECT_THAT(folder.error().message, HasSubstr("it is a folder"));
}

}  // namespace
}  // namespace mss::cli
