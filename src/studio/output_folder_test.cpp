#include "studio/output_folder.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::studio {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OutputFolder : public testing::Test {
protected:
    fs::path root() const { return folder_.path(); }

    // What the check says; nothing may be left of it.
    std::string refusal(const fs::path& folder) const {
        const auto before = names();
        const auto checked = check_output_folder(folder);
        EXPECT_EQ(names(), before);
        if (checked) return "accepted";
        EXPECT_EQ(checked.error().code, Code::io);
        return checked.error().message;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(root()))
            found.push_back(entry.path().string());
        std::ranges::sort(found);
        return found;
    }

private:
    TemporaryDirectory folder_;
};

TEST(ResultFiles, HaveEachVideoEachThumbnailAndTheTextsOnce) {
    EXPECT_THAT(result_files(),
                testing::UnorderedElementsAre("vertical.mp4", "wide.mp4", "thumbnail-1.jpg", "thumbnail-1-vertical.jpg",
                                              "thumbnail-2.jpg", "thumbnail-2-vertical.jpg", "thumbnail-3.jpg",
                                              "thumbnail-3-vertical.jpg", "captions.srt", "captions.vtt", "script.json",
                                              "credits.txt", "chapters.txt"));
}

TEST_F(OutputFolder, IsTakenWhereItIsThereOrCanBeMade) {
    EXPECT_EQ(refusal(root()), "accepted");
    EXPECT_EQ(refusal(root() / "new" / "folder"), "accepted");
    EXPECT_EQ(refusal(root() / "new" / ""), "accepted");
    fs::create_directory_symlink(root(), root() / "link");
    EXPECT_EQ(refusal(root() / "link"), "accepted");
    EXPECT_EQ(refusal(root() / "link" / "new"), "accepted");
}

TEST_F(OutputFolder, IsRefusedWhereSomethingElseHasItsNameOrThatOfAResult) {
    std::ofstream(root() / "file") << "words";
    EXPECT_THAT(refusal(root() / "file"), HasSubstr("Not a directory"));
    EXPECT_THAT(refusal(root() / "file" / "below"), HasSubstr("Not a directory"));
    fs::create_symlink(root() / "nowhere", root() / "link");
    EXPECT_THAT(refusal(root() / "link"), HasSubstr("link to nothing"));
    EXPECT_THAT(refusal(root() / "link" / "below"), HasSubstr("link to nothing"));
    fs::create_symlink("circle", root() / "circle");
    EXPECT_THAT(refusal(root() / "circle"), HasSubstr("symbolic links"));
    fs::create_directories(root() / "used" / "wide.mp4");
    EXPECT_THAT(refusal(root() / "used"), HasSubstr("wide.mp4: a folder has that name"));
}

TEST_F(OutputFolder, IsRefusedWhereANameIsTooLong) {
    EXPECT_THAT(refusal(root() / std::string(256, 'n')), HasSubstr("name too long"));
    EXPECT_THAT(refusal(root() / "new" / std::string(256, 'n') / "below"), HasSubstr("name too long"));
    fs::path deep = root();
    while (deep.native().size() < 4'060)
        deep /= std::string(50, 'd');
    EXPECT_THAT(refusal(deep), HasSubstr("name too long"));
}

TEST_F(OutputFolder, IsRefusedWhereNothingCanBeMade) {
    EXPECT_THAT(refusal("/proc/mss/out"), HasSubstr("/proc/mss/out"));
    for (const char* const name : {"open", "locked", "hidden"})
        fs::create_directory(root() / name);
    fs::permissions(root(), fs::perms{0755});
    fs::permissions(root() / "open", fs::perms{0777});
    fs::permissions(root() / "locked", fs::perms{0555});
    fs::permissions(root() / "hidden", fs::perms{0333});
    const uid_t user = ::geteuid();
    constexpr uid_t kNobody = 65'534;  // root may write anywhere
    if (user == 0) ASSERT_EQ(::seteuid(kNobody), 0);
    for (const auto& [name, expected] :
         {std::pair("open", "accepted"), std::pair("locked", "Permission denied"),
          std::pair("locked/new", "Permission denied"), std::pair("hidden", "Permission denied")}) {
        const auto checked = check_output_folder(root() / name);
        EXPECT_THAT(checked ? "accepted" : checked.error().message, HasSubstr(expected)) << name;
    }
    ASSERT_EQ(::seteuid(user), 0);
}

TEST_F(OutputFolder, IsFreedOfWhatAKilledCheckLeft) {
    fs::create_directory(root() / fmt::format(".mss-probe-{}", ::geteuid()));
    ASSERT_TRUE(check_output_folder(root() / "new"));
    EXPECT_TRUE(names().empty());
}

TEST_F(OutputFolder, IsTakenWhereAKilledCheckOfSomebodyElseLeftWhatOnlyTheyMayRemove) {
    fs::permissions(root(), fs::perms{01777});
    const uid_t user = ::geteuid();
    if (user != 0) GTEST_SKIP() << "only root can be two users";
    fs::create_directory(root() / ".mss-probe");
    fs::create_directory(root() / ".mss-probe-0");
    constexpr uid_t kNobody = 65'534;
    ASSERT_EQ(::seteuid(kNobody), 0);
    const auto checked = check_output_folder(root() / "new");
    ASSERT_EQ(::seteuid(user), 0);
    EXPECT_TRUE(checked) << checked.error().message;
}

}  // namespace
}  // namespace mss::studio
