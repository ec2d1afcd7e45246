#include "studio/video_files.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::studio {
namespace {

constexpr std::string_view kId = "0197a3c2-0000-7000-8000-000000000000";

class Files : public testing::Test {
protected:
    TemporaryDirectory root;
    VideoFiles files{root.path()};
};

TEST_F(Files, AreFoundByTheNamesThatAVideoHas) {
    ASSERT_TRUE(make_directories(files.folder(kId)));
    for (const char* name : {"wide.mp4", "secrets.txt"})
        ASSERT_TRUE(write_file(files.folder(kId) / name, "x"));
    EXPECT_TRUE(files.find(kId, "wide.mp4"));
    EXPECT_FALSE(files.find(kId, "vertical.mp4"));
    for (const char* name : {"secrets.txt", "../wide.mp4", "", ".", "making"})
        EXPECT_FALSE(files.find(kId, name)) << name;
    EXPECT_EQ(VideoFiles::stored_path(kId, "wide.mp4"), "videos/" + std::string(kId) + "/wide.mp4");
}

TEST_F(Files, OfAnIdThatIsNoneAreADefect) {
    EXPECT_THROW(files.folder("../.."), std::logic_error);
    EXPECT_THROW(files.folder(""), std::logic_error);
}

TEST_F(Files, HoldTheWordsFromTheBeginning) {
    EXPECT_FALSE(files.script(kId).value());
    model::Script script;
    script.title = "Bees";
    ASSERT_TRUE(files.begin_making(kId, script));
    EXPECT_EQ(files.script(kId).value()->title, "Bees");
    // The published words, as people may have edited them since, count more.
    script.title = "Bees and honey";
    ASSERT_TRUE(write_file(files.folder(kId) / "script.json", json::print(json::encode(script))));
    EXPECT_EQ(files.script(kId).value()->title, "Bees and honey");
}

TEST_F(Files, KeepTheWordsThatWereFoundFirst) {
    model::Script script;
    script.title = "Bees";
    EXPECT_EQ(files.begin_making(kId, script).value().title, "Bees");
    script.title = "Bees, as another attempt found them";
    EXPECT_EQ(files.begin_making(kId, script).value().title, "Bees");
    EXPECT_EQ(files.script(kId).value()->title, "Bees");
    ASSERT_TRUE(files.forget_words(kId));
    EXPECT_EQ(files.begin_making(kId, script).value().title, script.title);
}

TEST_F(Files, HoldAPictureOfEachFinishedScene) {
    ASSERT_TRUE(files.begin_making(kId, {}));
    ASSERT_TRUE(write_file(root.path() / "preview.jpg", "jpeg"));
    ASSERT_TRUE(files.keep_preview(kId, {.format = Format::wide, .index = 11, .preview = root.path() / "preview.jpg"}));
    EXPECT_TRUE(files.find_preview(kId, "wide-12.jpg"));
    for (const char* name :
         {"wide-1.jpg", "wide-.jpg", "wide-1x.jpg", "../preview.jpg", "script.json", "wide-1234.jpg"})
        EXPECT_FALSE(files.find_preview(kId, name)) << name;
}

TEST_F(Files, AreRemovedAsAWhole) {
    ASSERT_TRUE(files.begin_making(kId, {}));
    ASSERT_TRUE(files.remove(kId));
    EXPECT_FALSE(std::filesystem::exists(files.folder(kId)));
    EXPECT_TRUE(files.remove(kId));
}

}  // namespace
}  // namespace mss::studio
