#include "speech/voice_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::speech {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A voice whose files are there and hold nothing.
class VoiceFolderTest : public testing::Test {
protected:
    VoiceFolderTest() {
        for (const char* file : {"onnx.so", "model.onnx", "vocab.json", "ann.bin"})
            put(file, "");
    }

    void put(const std::string& file, const std::string& content) {
        ASSERT_TRUE(make_directories(folder_));
        ASSERT_TRUE(write_file(folder_ / file, content));
    }

    std::string refusal(const std::string& description) {
        put("voice.json", description);
        const auto found = read_voice_folder(folder_);
        EXPECT_FALSE(found) << description;
        return found ? "" : found.error().message;
    }

    static std::string described(const std::string& members, const std::string& voices) {
        return R"({"engine": "kokoro", "runtime": "onnx.so", "phonemes": "vocab.json", )" + members +
               R"(, "voices": [)" + voices + "]}";
    }

    TemporaryDirectory directory_;
    std::filesystem::path folder_ = directory_.path() / "mine";
};

constexpr const char* kAnn = R"({"name": "ann", "language": "en_gb", "description": "Ann", "style": "ann.bin"})";

TEST_F(VoiceFolderTest, NamesItsFilesAndVoices) {
    put("voice.json", described(R"("model": "model.onnx", "version": "2")", kAnn));
    const VoiceFolder found = read_voice_folder(folder_).value();
    EXPECT_EQ(found.version, "2");
    EXPECT_EQ(found.model, folder_ / "model.onnx");
    EXPECT_EQ(found.runtime, folder_ / "onnx.so");
    ASSERT_EQ(found.voices.size(), 1U);
    EXPECT_EQ(found.voices[0].name, "ann");
    EXPECT_EQ(found.voices[0].language, "en-gb");
    EXPECT_EQ(found.voices[0].style, folder_ / "ann.bin");
}

TEST_F(VoiceFolderTest, OfAWrongDescriptionSaysWhatIsWrong) {
    const std::string model = R"("model": "model.onnx")";
    EXPECT_THAT(refusal("{"), HasSubstr("voice.json"));
    EXPECT_THAT(refusal(R"({"engine": "piper"})"), HasSubstr("\"piper\""));
    EXPECT_THAT(refusal(described(R"("model": "gone.onnx")", kAnn)), HasSubstr("model names gone.onnx"));
    EXPECT_THAT(refusal(described(R"("model": "../mine/model.onnx")", kAnn)), HasSubstr("no file in the folder"));
    EXPECT_THAT(refusal(described(R"("model": "/etc/passwd")", kAnn)), HasSubstr("no file in the folder"));
    EXPECT_THAT(refusal(described(model, "")), HasSubstr("no voices"));
    EXPECT_THAT(refusal(described(model, std::string(kAnn) + ", " + kAnn)), HasSubstr("twice"));
    EXPECT_THAT(refusal(described(model, R"({"name": "a b", "language": "en", "style": "ann.bin"})")),
                HasSubstr("\"a b\""));
    EXPECT_THAT(refusal(described(model, R"({"name": "ann", "language": "", "style": "ann.bin"})")),
                HasSubstr("language"));
    EXPECT_THAT(refusal(described(model, R"({"name": "ann", "language": "en", "style": "bob.bin"})")),
                HasSubstr("bob.bin"));
}

TEST_F(VoiceFolderTest, IsFoundBelowTheFolderOfVoices) {
    EXPECT_THAT(find_voice_folders("/nowhere").found, IsEmpty());
    EXPECT_THAT(find_voice_folders(directory_.path()).found, IsEmpty());
    put("voice.json", described(R"("model": "model.onnx")", kAnn));
    ASSERT_TRUE(make_directories(directory_.path() / "broken"));
    ASSERT_TRUE(write_file(directory_.path() / "broken" / "voice.json", "[]"));
    ASSERT_TRUE(write_file(directory_.path() / "notes.txt", "no voice"));
    const VoiceFolders all = find_voice_folders(directory_.path());
    ASSERT_EQ(all.found.size(), 1U);
    EXPECT_EQ(all.found[0].folder, folder_);
    ASSERT_EQ(all.troubles.size(), 1U);
    EXPECT_THAT(all.troubles[0], HasSubstr("broken/voice.json"));
}

}  // namespace
}  // namespace mss::speech
