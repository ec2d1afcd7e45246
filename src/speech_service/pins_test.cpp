#include "speech_service/pins.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/flag.hpp"
#include "speech_service/test_sounds.hpp"

namespace mss::speech_service {
namespace {

const std::string kKey(64, 'a');

class PinsTest : public testing::Test {
protected:
    Pins::Speak speak() {
        return [this]() -> Result<Recording> {
            ++asked_;
            return Recording{wav(64), "wav", {{0, 0.5}, {0.5, 1}}};
        };
    }

    TemporaryDirectory folder_;
    Pins pins_{folder_.path() / "pins"};
    std::atomic<int> asked_ = 0;
};

TEST_F(PinsTest, AskOnce) {
    EXPECT_FALSE(pins_.has(kKey));
    const auto first = pins_.find_or(kKey, speak(), -1);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_TRUE(pins_.has(kKey));
    const auto again = Pins(folder_.path() / "pins").find_or(kKey, speak(), -1);
    EXPECT_EQ(asked_, 1);
    EXPECT_EQ(again->bytes, first->bytes);
    EXPECT_EQ(again->suffix, "wav");
    ASSERT_EQ(again->times.size(), 2U);
    EXPECT_EQ(again->times[1].end, 1);
}

TEST_F(PinsTest, KeepNothingOfAFailure) {
    const auto failed = pins_.find_or(kKey, []() -> Result<Recording> { return fail(Code::unavailable, "away"); }, -1);
    EXPECT_EQ(failed.error().message, "away");
    EXPECT_FALSE(pins_.has(kKey));
}

TEST_F(PinsTest, AskAgainForWhatIsDamagedOrRemoved) {
    pins_.find_or(kKey, speak(), -1).value();
    const auto file = folder_.path() / "pins" / kKey / "recording";
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
    EXPECT_FALSE(pins_.has(kKey));
    pins_.find_or(kKey, speak(), -1).value();
    ASSERT_TRUE(pins_.remove(kKey, pins_.find_or(kKey, speak(), -1).value(), -1));
    pins_.find_or(kKey, speak(), -1).value();
    EXPECT_EQ(asked_, 3);
}

TEST_F(PinsTest, AskOnceWhereTwoWantTheSame) {
    std::latch asked(1);
    std::latch answer(1);
    std::thread first([&] {
        pins_
            .find_or(
                kKey,
                [&]() -> Result<Recording> {
                    asked.count_down();
                    answer.wait();
                    return speak()();
                },
                -1)
            .value();
    });
    asked.wait();
    std::thread second([&] { pins_.find_or(kKey, speak(), -1).value(); });
    answer.count_down();
    first.join();
    second.join();
    EXPECT_EQ(asked_, 1);
}

TEST_F(PinsTest, WaitForAnotherNoLongerThanTheyAreWanted) {
    Flag cancelled;
    cancelled.set();
    const auto outer = pins_.find_or(
        kKey,
        [&]() -> Result<Recording> {
            EXPECT_EQ(pins_.find_or(kKey, speak(), cancelled.fd()).error().code, Code::cancelled);
            return speak()();
        },
        -1);
    EXPECT_TRUE(outer);
    EXPECT_EQ(asked_, 1);
}

TEST(Pin, IsReadAsItWasWrittenOrNotAtAll) {
    const Recording recording{wav(8), "wav", {{0.25, 0.75}}};
    const std::string text = pin_text(recording);
    EXPECT_EQ(parse_pin(text)->bytes, recording.bytes);
    for (std::size_t length = 0; length < text.size(); ++length)
        EXPECT_FALSE(parse_pin(text.substr(0, length))) << length;
}

}  // namespace
}  // namespace mss::speech_service
