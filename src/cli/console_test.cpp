#include "cli/console.hpp"

#include <cerrno>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "cli/exit_code.hpp"

namespace mss::cli {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

struct Streams {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    Console console{in, out, err};
};

TEST(ExitCode, SaysWhoCanDoSomethingAboutIt) {
    EXPECT_EQ(exit_code(Code::invalid), 2);
    EXPECT_EQ(exit_code(Code::not_found), 2);
    EXPECT_EQ(exit_code(Code::too_large), 2);
    EXPECT_EQ(exit_code(Code::no_material), 3);
    EXPECT_EQ(exit_code(Code::gate_failed), 4);
    EXPECT_EQ(exit_code(Code::unavailable), 5);
    EXPECT_EQ(exit_code(Code::timeout), 5);
    EXPECT_EQ(exit_code(Code::io), 5);
    EXPECT_EQ(exit_code(Code::cancelled), 130);
    EXPECT_EQ(exit_code(Code::internal), 1);
}

TEST(Report, RecordsTheDetailUnderTheErrorWhateverTheLevel) {
    Streams streams;
    const observe::Logger log(streams.err, observe::Level::error);
    EXPECT_EQ(report(streams.console, log, {Code::unavailable, "the media process ended", "codec:\nno room"}), 5);
    EXPECT_THAT(streams.err.str(), MatchesRegex("mss: the media process ended\ntime=[^ ]+ level=error "
                                                "message=\"command failed\" code=unavailable "
                                                "detail=\"codec:\\\\nno room\"\n"));
}

TEST(Report, OfWrongUseIsOneLine) {
    Streams streams;
    const observe::Logger log(streams.err, observe::Level::info);
    EXPECT_EQ(report(streams.console, log, {Code::invalid, "this is no script", "line 3"}), 2);
    EXPECT_EQ(streams.err.str(), "mss: this is no script\n");
}

TEST(Report, WithoutADetailIsTheErrorAlone) {
    Streams streams;
    const observe::Logger log(streams.err, observe::Level::debug);
    EXPECT_EQ(report(streams.console, log, {Code::invalid, "no such voice", {}}), 2);
    EXPECT_EQ(streams.err.str(), "mss: no such voice\n");
}

TEST(Report, IsOneLineOnStandardError) {
    Streams streams;
    EXPECT_EQ(report(streams.console, {Code::io, "the disk is full", "errno 28"}), 5);
    EXPECT_EQ(streams.err.str(), "mss: the disk is full\n");
    EXPECT_EQ(streams.out.str(), "");
}

TEST(Finish, TellsOfResultsThatCouldNotBeWritten) {
    Streams streams;
    EXPECT_EQ(finish(streams.console), 0);
    std::ofstream full("/dev/full");
    Console console{streams.in, full, streams.err};
    console.out << "result";
    EXPECT_EQ(finish(console), 5);
    EXPECT_THAT(streams.err.str(), HasSubstr("could not be written to standard output: No space left on device"));
}

TEST(Finish, RemembersWhyTheFirstWriteFailed) {
    Streams streams;
    std::ofstream full("/dev/full");
    Console console{streams.in, full, streams.err};
    console.out << "result";
    flush(console);
    errno = EPIPE;  // of something else that the command did meanwhile
    console.out << "more";
    EXPECT_EQ(finish(console), 5);
    EXPECT_THAT(streams.err.str(), HasSubstr("No space left on device"));
}

TEST(ReadInput, TakesStandardInputForADash) {
    Streams streams;
    streams.in.str(std::string("two\0bytes", 9));
    EXPECT_EQ(read_input(streams.console, "-", 100).value(), std::string("two\0bytes", 9));
}

TEST(ReadInput, StopsAtTheLimit) {
    Streams streams;
    streams.in.str(std::string(200'000, 'a'));
    EXPECT_EQ(read_input(streams.console, "-", 100'000).error().code, Code::too_large);
    streams.in.clear();
    streams.in.str(std::string(100'000, 'a'));
    EXPECT_EQ(read_input(streams.console, "-", 100'000)->size(), 100'000U);
}

TEST(ReadInput, ReadsAFileOrSaysThatThereIsNone) {
    Streams streams;
    const TemporaryDirectory folder;
    ASSERT_TRUE(write_file(folder.path() / "notes.txt", "words"));
    EXPECT_EQ(read_input(streams.console, folder.path() / "notes.txt", 100).value(), "words");
    EXPECT_EQ(read_input(streams.console, folder.path() / "absent.txt", 100).error().code, Code::not_found);
    EXPECT_EQ(read_input(streams.console, folder.path(), 100).error().code, Code::invalid);
}

TEST(ReadableSize, UsesOneDecimal) {
    EXPECT_EQ(readable_size(0), "0 B");
    EXPECT_EQ(readable_size(999), "999 B");
    EXPECT_EQ(readable_size(1000), "1.0 kB");
    EXPECT_EQ(readable_size(12'345'678), "12.3 MB");
    EXPECT_EQ(readable_size(999'990'000), "1.0 GB");
}

TEST(ClockTime, RoundsToSeconds) {
    EXPECT_EQ(clock_time(0), "0:00");
    EXPECT_EQ(clock_time(59.6), "1:00");
    EXPECT_EQ(clock_time(3725), "62:05");
    EXPECT_EQ(clock_time(-3), "0:00");
}

}  // namespace
}  // namespace mss::cli
