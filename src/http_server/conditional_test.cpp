#include "http_server/conditional.hpp"

#include <gtest/gtest.h>

namespace mss::http_server {
namespace {

constexpr HttpTime kModified{std::chrono::seconds(784'111'777)};
constexpr const char* kDate = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr const char* kBefore = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr const char* kAfter = "Sun, 06 Nov 1994 08:49:38 GMT";

Request with(std::initializer_list<std::pair<const char*, const char*>> fields, Method method = Method::get) {
    Request request;
    request.method = method;
    for (const auto& [name, value] : fields)
        request.fields.add(name, value);
    return request;
}

TEST(HttpDate, IsWrittenAndReadInOneForm) {
    EXPECT_EQ(http_date(kModified), kDate);
    EXPECT_EQ(parse_http_date(kDate), kModified);
    for (const char* bad : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                            "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 06 Nov 1994 08:49:37 CET", "784111777"})
        EXPECT_EQ(parse_http_date(bad), std::nullopt) << bad;
}

TEST(AnotherVersion, IsToldByTagOrElseByDate) {
    EXPECT_FALSE(is_another_version(with({}), "\"a\"", kModified));
    EXPECT_FALSE(is_another_version(with({{"If-Match", "*"}}), "", kModified));
    EXPECT_FALSE(is_another_version(with({{"If-Match", "\"b\", \"a\""}}), "\"a\"", kModified));
    EXPECT_TRUE(is_another_version(with({{"If-Match", "\"b\""}}), "\"a\"", kModified));
    EXPECT_TRUE(is_another_version(with({{"If-Match", "W/\"a\""}}), "W/\"a\"", kModified));
    EXPECT_TRUE(is_another_version(with({{"If-Match", "\"a\""}}), "", kModified));
    EXPECT_FALSE(is_another_version(with({{"If-Unmodified-Since", kDate}}), "", kModified));
    EXPECT_TRUE(is_another_version(with({{"If-Unmodified-Since", kBefore}}), "", kModified));
    EXPECT_FALSE(is_another_version(with({{"If-Unmodified-Since", "yesterday"}}), "", kModified));
    EXPECT_FALSE(
        is_another_version(with({{"If-Match", "\"a\""}, {"If-Unmodified-Since", kBefore}}), "\"a\"", kModified));
}

TEST(NotModified, TheTagGoesBeforeTheDate) {
    EXPECT_FALSE(is_not_modified(with({}), "\"a\"", kModified));
    EXPECT_TRUE(is_not_modified(with({{"If-None-Match", "\"a\""}}), "\"a\"", kModified));
    EXPECT_TRUE(is_not_modified(with({{"if-none-match", "\"b\", W/\"a\""}}), "\"a\"", kModified));
    EXPECT_TRUE(is_not_modified(with({{"If-None-Match", "*"}}), "\"a\"", kModified));
    EXPECT_TRUE(is_not_modified(with({{"If-None-Match", "*"}}), "", kModified));
    EXPECT_FALSE(is_not_modified(with({{"If-None-Match", "\"a\""}}), "", kModified));
    EXPECT_FALSE(is_not_modified(with({{"If-None-Match", "a"}}), "\"a\"", kModified));
    EXPECT_FALSE(
        is_not_modified(with({{"If-None-Match", "\"b\""}, {"If-Modified-Since", kAfter}}), "\"a\"", kModified));
}

TEST(NotModified, TheDateIsTheLastOneThatTheClientHas) {
    EXPECT_TRUE(is_not_modified(with({{"If-Modified-Since", kDate}}), "\"a\"", kModified));
    EXPECT_TRUE(is_not_modified(with({{"If-Modified-Since", kAfter}}), "\"a\"", kModified));
    EXPECT_FALSE(is_not_modified(with({{"If-Modified-Since", kBefore}}), "\"a\"", kModified));
    EXPECT_FALSE(is_not_modified(with({{"If-Modified-Since", "yesterday"}}), "\"a\"", kModified));
    EXPECT_FALSE(is_not_modified(with({{"If-Modified-Since", kAfter}}), "\"a\"", std::nullopt));
}

TEST(NotModified, OnlyWhatReadsIsConditional) {
    EXPECT_TRUE(is_not_modified(with({{"If-None-Match", "*"}}, Method::head), "\"a\"", kModified));
    EXPECT_FALSE(is_not_modified(with({{"If-None-Match", "*"}}, Method::post), "\"a\"", kModified));
}

struct RangeCase {
    const char* range;
    std::uint64_t size;
    RangeOutcome outcome;
    std::uint64_t first;
    std::uint64_t length;
};

TEST(Range, OneRangeIsAPartOrUnsatisfiable) {
    using enum RangeOutcome;
    for (const RangeCase& test : {
             RangeCase{"bytes=0-0", 10, part, 0, 1},
             RangeCase{"bytes=2-5", 10, part, 2, 4},
             RangeCase{"Bytes=2-", 10, part, 2, 8},
             RangeCase{"bytes=2-999", 10, part, 2, 8},
             RangeCase{"bytes=-3", 10, part, 7, 3},
             RangeCase{"bytes=-99", 10, part, 0, 10},
             RangeCase{"bytes= 0-9 ", 10, part, 0, 10},
             RangeCase{"bytes=10-", 10, unsatisfiable, 0, 0},
             RangeCase{"bytes=-0", 10, unsatisfiable, 0, 0},
             RangeCase{"bytes=0-", 0, unsatisfiable, 0, 0},
             RangeCase{"bytes=-5", 0, unsatisfiable, 0, 0},
             RangeCase{"bytes=18446744073709551615-", 10, unsatisfiable, 0, 0},
             RangeCase{"bytes=0-18446744073709551615", 10, part, 0, 10},
             RangeCase{"bytes=18446744073709551616-", 10, whole, 0, 0},
             RangeCase{"bytes=5-2", 10, whole, 0, 0},
             RangeCase{"bytes=0-1,3-4", 10, whole, 0, 0},
             RangeCase{"bytes=-", 10, whole, 0, 0},
             RangeCase{"bytes=", 10, whole, 0, 0},
             RangeCase{"bytes=a-b", 10, whole, 0, 0},
             RangeCase{"bytes=+1-2", 10, whole, 0, 0},
             RangeCase{"bytes=--2", 10, whole, 0, 0},
             RangeCase{"lines=0-1", 10, whole, 0, 0},
             RangeCase{"", 10, whole, 0, 0},
         }) {
        ByteRange range;
        EXPECT_EQ(range_of(with({{"Range", test.range}}), test.size, "\"a\"", kModified, range), test.outcome)
            << test.range << " of " << test.size;
        if (test.outcome != part) continue;
        EXPECT_EQ(range.first, test.first) << test.range;
        EXPECT_EQ(range.length, test.length) << test.range;
    }
}

TEST(Range, IfRangeNeedsTheSameVersion) {
    const auto outcome = [](const char* condition, const char* etag) {
        ByteRange range;
        return range_of(with({{"Range", "bytes=0-1"}, {"If-Range", condition}}), 10, etag, kModified, range);
    };
    EXPECT_EQ(outcome("\"a\"", "\"a\""), RangeOutcome::part);
    EXPECT_EQ(outcome("\"b\"", "\"a\""), RangeOutcome::whole);
    EXPECT_EQ(outcome("W/\"a\"", "W/\"a\""), RangeOutcome::whole);
    EXPECT_EQ(outcome(kDate, "\"a\""), RangeOutcome::part);
    EXPECT_EQ(outcome(kAfter, "\"a\""), RangeOutcome::whole);
    EXPECT_EQ(outcome("nonsense", "\"a\""), RangeOutcome::whole);
}

TEST(Range, IsOfGetAlone) {
    ByteRange range;
    for (const Method method : {Method::head, Method::post})
        EXPECT_EQ(range_of(with({{"Range", "bytes=0-1"}}, method), 10, "", kModified, range), RangeOutcome::whole);
}

}  // namespace
}  // namespace mss::http_server
