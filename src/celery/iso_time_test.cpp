#include "celery/iso_time.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace mss::celery {
namespace {

TEST(IsoTime, ReadsEveryFormThatCeleryWrites) {
    constexpr std::int64_t kBase = 1'893'553'445'000;  // 2030-01-02T03:04:05 UTC
    for (const auto& [text, milliseconds] :
         {std::pair("2030-01-02T03:04:05", kBase), std::pair("2030-01-02T03:04:05Z", kBase),
          std::pair("2030-01-02 03:04:05+00:00", kBase), std::pair("2030-01-02T03:04:05.678901+00:00", kBase + 678),
          std::pair("2030-01-02T03:04:05.6", kBase + 600), std::pair("2030-01-02T03:04:05.000999Z", kBase),
          std::pair("2030-01-02T03:04:05.123456789Z", kBase + 123), std::pair("2030-01-02T05:34:05+02:30", kBase),
          std::pair("2030-01-02T05:34:05+0230", kBase), std::pair("2030-01-01T22:04:05-05", kBase),
          std::pair("2030-01-02T03:04:15+00:00:10", kBase), std::pair("2030-01-02T03:04", kBase - 5000),
          std::pair("2030-01-02", kBase - 11'045'000), std::pair("1969-12-31T23:59:59.9999Z", std::int64_t{-1})}) {
        const auto time = parse_iso_time(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(time->text, text);
        EXPECT_EQ(to_unix_ms(time->at), milliseconds) << text;
    }
}

TEST(IsoTime, RefusesWhatIsNoTime) {
    for (const char* text : {"",
                             "x",
                             "2030",
                             "2030-13-01",
                             "2030-02-30",
                             "2030-00-10",
                             "0000-01-01",
                             "2030-01-02T",
                             "2030-01-02T24:00:00",
                             "2030-01-02T03:60:00",
                             "2030-01-02T03:04:60",
                             "2030-01-02T03:04:05.",
                             "2030-01-02T03:04:05.1234567890",
                             "2030-01-02T03:04:05+",
                             "2030-01-02T03:04:05+1",
                             "2030-01-02T03:04:05+24:00",
                             "2030-01-02T03:04:05Zz",
                             "2030-01-02T03:04:05 ",
                             " 2030-01-02",
                             "2030-1-2",
                             "+030-01-02",
                             "20300102T030405"})
        EXPECT_FALSE(parse_iso_time(text)) << text;
}

TEST(IsoTime, WritesAsPythonDoes) {
    EXPECT_EQ(iso_time(from_unix_ms(1'893'553'445'678)).text, "2030-01-02T03:04:05.678000+00:00");
    EXPECT_EQ(iso_time(from_unix_ms(1'893'553'445'000)).text, "2030-01-02T03:04:05+00:00");
    EXPECT_EQ(iso_time(from_unix_ms(-1)).text, "1969-12-31T23:59:59.999000+00:00");
    for (const std::int64_t far : {std::int64_t{-9'000'000'000'000'000}, std::int64_t{9'000'000'000'000'000}}) {
        const IsoTime time = iso_time(from_unix_ms(far));
        EXPECT_EQ(parse_iso_time(time.text), time);
    }
}

}  // namespace
}  // namespace mss::celery
