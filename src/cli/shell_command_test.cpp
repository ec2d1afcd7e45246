#include "cli/shell_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"

namespace mss::cli {
namespace {

std::vector<studio::FileReport> files_in(const std::string& folder) {
    return {{"vertical", folder + "/vertical.mp4", 1, ""}, {"script", folder + "/script.json", 1, ""}};
}

TEST(ShellWord, IsQuotedWhereAShellWouldReadSomethingElse) {
    EXPECT_EQ(shell_word("out/why-2.json"), "out/why-2.json");
    EXPECT_EQ(shell_word("Why is the sky blue?"), "'Why is the sky blue?'");
    EXPECT_EQ(shell_word("it's $HOME"), "'it'\\''s $HOME'");
    EXPECT_EQ(shell_word(""), "''");
}

TEST(NextCommand, MakesTheSameKindOfVideoInTheSameFolder) {
    CreateArguments arguments;
    arguments.formats = {studio::Format::vertical, studio::Format::wide};
    EXPECT_EQ(next_command("mss", arguments, {}, files_in("out/honey")),
              "mss create --script out/honey/script.json --out out/honey");
    arguments.formats = {studio::Format::wide};
    arguments.style = "paper";
    arguments.voice = "rms";
    arguments.preset = media_protocol::Preset::fast;
    arguments.music = false;
    arguments.captions = false;
    EXPECT_EQ(next_command("build/release/mss", arguments, {}, files_in("my out")),
              "build/release/mss create --script 'my out/script.json' --out 'my out' --formats wide --style paper "
              "--voice rms --preset fast --no-music --no-captions");
}

TEST(NextCommand, KeepsTheSettingsOfThisRunThatItStillNeeds) {
    config::Sources sources;
    sources.environment = {{"MSS_LOG_LEVEL", "info"}};
    sources.flags = {"MSS_THREADS=2", "data_dir=/my data", "llm_key=hunter2", "wikipedia=off"};
    const auto settings = config::load(sources);
    ASSERT_TRUE(settings) << settings.error().message;
    CreateArguments arguments;
    arguments.formats = {studio::Format::vertical, studio::Format::wide};
    EXPECT_EQ(next_command("mss", arguments, *settings, files_in("out")),
              "mss create --script out/script.json --out out --set 'data_dir=/my data' --set 'threads=2'");
}

TEST(NextCommand, IsOneThatTheProgramUnderstands) {
    CreateArguments arguments;
    arguments.formats = {studio::Format::vertical};
    arguments.music = false;
    const std::string command = next_command("mss", arguments, {}, files_in("out"));
    EXPECT_EQ(command, "mss create --script out/script.json --out out --formats vertical --no-music");
    const auto again =
        parse({"create", "--script", "out/script.json", "--out", "out", "--formats", "vertical", "--no-music"});
    ASSERT_TRUE(again);
    EXPECT_EQ(std::get<CreateArguments>(again->command).formats, arguments.formats);
}

}  // namespace
}  // namespace mss::cli
