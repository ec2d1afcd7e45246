#include "base/file.hpp"

#include <gmock/gmock.h>

#include "base/hash.hpp"

namespace mss {
namespace {

TEST(File, WritingReplacesTheWholeFileAndLeavesNothingBeside) {
    const TemporaryDirectory folder;
    const auto path = folder.path() / "file";
    ASSERT_TRUE(write_file(path, "a long first version"));
    ASSERT_TRUE(write_file(path, "second"));
    EXPECT_EQ(read_file(path, 100).value(), "second");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(File, ANewFileTakesNoNameThatIsTaken) {
    const TemporaryDirectory folder;
    const auto path = folder.path() / "file";
    EXPECT_TRUE(write_new_file(path, "first").value());
    EXPECT_FALSE(write_new_file(path, "second").value());
    EXPECT_EQ(read_file(path, 100).value(), "first");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
    EXPECT_EQ(write_new_file(folder.path() / "gone" / "file", "x").error().code, Code::io);
}

TEST(File, ReadingHasALimit) {
    const TemporaryDirectory folder;
    ASSERT_TRUE(write_file(folder.path() / "file", std::string(11, 'x')));
    EXPECT_EQ(read_file(folder.path() / "file", 10).error().code, Code::too_large);
    EXPECT_EQ(read_file(folder.path() / "absent", 10).error().code, Code::not_found);
    EXPECT_EQ(read_file(folder.path(), 10).error().code, Code::io);
}

TEST(File, ADiskThatIsFullIsAnErrorAndLeavesTheOldFile) {
    // /dev/full answers every write with "no space left on device".
    EXPECT_EQ(write_file("/dev/full/x", "x").error().code, Code::io);
    const TemporaryDirectory folder;
    ASSERT_TRUE(write_file(folder.path() / "file", "old"));
    EXPECT_EQ(copy_whole_file(folder.path() / "absent", folder.path() / "file").error().code, Code::not_found);
    EXPECT_EQ(read_file(folder.path() / "file", 10).value(), "old");
}

TEST(File, AFolderThatVanishedIsTheDisksTroubleAndNoWrongName) {
    const TemporaryDirectory folder;
    const auto gone = folder.path() / "gone";
    EXPECT_EQ(write_file(gone / "file", "x").error().code, Code::io);
    ASSERT_TRUE(write_file(folder.path() / "source", "x"));
    EXPECT_EQ(copy_whole_file(folder.path() / "source", gone / "file").error().code, Code::io);
    EXPECT_EQ(sync_path(gone).error().code, Code::io);
}

TEST(File, AFolderIsListedOrAnError) {
    const TemporaryDirectory folder;
    EXPECT_TRUE(list_folder(folder.path()).value().empty());
    ASSERT_TRUE(write_file(folder.path() / "file", "x"));
    ASSERT_TRUE(make_directories(folder.path() / "inner"));
    EXPECT_EQ(list_folder(folder.path()).value().size(), 2U);
    EXPECT_EQ(list_folder(folder.path() / "absent").error().code, Code::not_found);
    EXPECT_EQ(list_folder(folder.path() / "file").error().code, Code::io);
}

TEST(File, PartsOfKilledWritersAreRemovedAndNothingElse) {
    const TemporaryDirectory folder;
    ASSERT_TRUE(write_file(folder.path() / "file", "whole"));
    ASSERT_TRUE(write_file(folder.path() / "file.mss-part-a1b2c3", "half"));
    remove_parts(folder.path());
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "file.mss-part-a1b2c3"));
    EXPECT_EQ(read_file(folder.path() / "file", 10).value(), "whole");
}

TEST(File, CopiesAreWhole) {
    const TemporaryDirectory folder;
    const std::string bytes(3'000'001, 'y');
    ASSERT_TRUE(write_file(folder.path() / "a", bytes));
    ASSERT_TRUE(copy_whole_file(folder.path() / "a", folder.path() / "b"));
    EXPECT_EQ(sha256_file(folder.path() / "b").value(), sha256(bytes));
}

TEST(Hash, MatchesThePublishedVector) {  // FIPS 180-4's example "abc"
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace mss
