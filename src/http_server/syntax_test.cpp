#include "http_server/syntax.hpp"

#include <gmock/gmock.h>

namespace mss::http_server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Syntax, TokensHaveNoSeparators) {
    for (const char* good : {"GET", "content-type", "x!#$%&'*+-.^_`|~9"})
        EXPECT_TRUE(is_token(good)) << good;
    for (const char* bad : {"", "a b", "a:", "(a)", "a\t", "a\"", "gr\xC3\xBC\xC3\x9F"})
        EXPECT_FALSE(is_token(bad)) << bad;
}

TEST(Syntax, FieldValuesHaveNoControlCharactersButTheTab) {
    EXPECT_TRUE(is_field_value("a\tb \xC3\xBC"));
    EXPECT_TRUE(is_field_value(""));
    for (const std::string_view bad : {"a\nb", "a\rb", "a\x7f"})
        EXPECT_FALSE(is_field_value(bad)) << bad;
    EXPECT_FALSE(is_field_value(std::string_view("a\0b", 3)));
}

TEST(Syntax, WordsCompareWithoutCase) {
    EXPECT_TRUE(same_word("Keep-Alive", "keep-alive"));
    EXPECT_FALSE(same_word("keep-alive", "keep-aliv"));
    EXPECT_FALSE(same_word("@", "`"));  // a bit apart, as letters of two cases are
}

TEST(Syntax, TrimsSpacesAndTabsOnly) {
    EXPECT_EQ(trimmed(" \t a b\t "), "a b");
    EXPECT_EQ(trimmed(" \t "), "");
    EXPECT_EQ(trimmed("\na"), "\na");
}

TEST(Syntax, ListsKeepQuotedCommasAndDropEmptyMembers) {
    EXPECT_THAT(list_members("a, b ,,c"), ElementsAre("a", "b", "c"));
    EXPECT_THAT(list_members(R"("a,b", W/"c")"), ElementsAre(R"("a,b")", R"(W/"c")"));
    EXPECT_THAT(list_members(R"("a\",b",c)"), ElementsAre(R"("a\",b")", "c"));
    EXPECT_THAT(list_members(" , ,"), IsEmpty());
    EXPECT_THAT(list_members("\"open, b"), ElementsAre("\"open, b"));
}

TEST(Syntax, WeightsAreThousandthsUpToOne) {
    EXPECT_EQ(weight_thousandths("1"), 1000);
    EXPECT_EQ(weight_thousandths("0"), 0);
    EXPECT_EQ(weight_thousandths("0."), 0);
    EXPECT_EQ(weight_thousandths("0.5"), 500);
    EXPECT_EQ(weight_thousandths("0.123"), 123);
    EXPECT_EQ(weight_thousandths("1.000"), 1000);
    for (const char* bad : {"", "2", "1.001", "0.1234", "-1", "0,5", "00", ".5", "0.x"})
        EXPECT_EQ(weight_thousandths(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace mss::http_server
