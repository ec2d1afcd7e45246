#include "base/loaded_libraries.hpp"

#include <array>

#include <gmock/gmock.h>

namespace mss {
namespace {

using namespace std::string_view_literals;

TEST(LoadedBuilds, NamesEachLibraryWithItsBuildId) {
    EXPECT_THAT(loaded_builds(std::array{"libcrypto.so"sv, "libc.so"sv}),
                testing::MatchesRegex("libcrypto\\.so\\.[0-9]+=[0-9a-f]+; libc\\.so\\.6=[0-9a-f]+"));
}

TEST(LoadedBuilds, IsEmptyForALibraryThatIsNotLoaded) {
    EXPECT_EQ(loaded_builds(std::array{"libnobodyhasthis.so"sv}), "");
}

}  // namespace
}  // namespace mss
