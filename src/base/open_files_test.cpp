#include "base/open_files.hpp"

#include <algorithm>
#include <sys/resource.h>

#include <gtest/gtest.h>

namespace mss {
namespace {

TEST(OpenFiles, AreAsManyAsTheSystemLets) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit low{.rlim_cur = std::min<rlim_t>(before.rlim_max, 256), .rlim_max = before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
    const std::size_t told = raise_open_files_limit();
    rlimit after{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
    EXPECT_EQ(told, after.rlim_cur);
    EXPECT_EQ(told, std::min<rlim_t>(before.rlim_max, 65'536));
    EXPECT_EQ(raise_open_files_limit(), told);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace mss
