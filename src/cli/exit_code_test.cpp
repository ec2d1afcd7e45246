#include "cli/exit_code.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::cli {
namespace {

TEST(ExitCode, TellsScriptsWhatKindOfFailureItWas) {
    for (const auto& [code, number] :
         {std::pair(Code::invalid, 2), std::pair(Code::not_found, 2), std::pair(Code::too_large, 2),
          std::pair(Code::no_material, 3), std::pair(Code::gate_failed, 4), std::pair(Code::unavailable, 5),
          std::pair(Code::timeout, 5), std::pair(Code::io, 5), std::pair(Code::cancelled, 130),
          std::pair(Code::internal, 1)}) {
        EXPECT_EQ(exit_code(code), number) << name_of(code);
        EXPECT_THAT(std::string(exit_code_help()), testing::HasSubstr(fmt::format("\n  {:<5}", number)));
    }
}

}  // namespace
}  // namespace mss::cli
