# mss_precompile(TARGET): TARGET parses common_headers.hpp once for the whole build instead of once for each source.
# mss_precompile_tests(TARGET): the same for a program of tests, with GoogleTest; its own code is not optimised in a
# release build, since what is tested lies in the modules.
option(MSS_PRECOMPILED_HEADERS "Parse the most common headers once" ON)

# mss_own_headers(OWNER HEADER): OWNER precompiles HEADER; others reuse that.
function(mss_own_headers owner header)
  target_link_libraries(${owner} PRIVATE fmt::fmt Boost::json mss_warnings ${ARGN})
  target_precompile_headers(${owner} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/${header}")
  # Templates of the headers are instantiated once, too; without times, so that ccache knows the file again.
  target_compile_options(${owner} PRIVATE -fpch-instantiate-templates "SHELL:-Xclang -fno-pch-timestamp")
endfunction()

if(MSS_PRECOMPILED_HEADERS)
  file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/nothing.cpp" CONTENT "int main() {}\n")
  # A library and a program, because code of the one is position-independent in another way than that of the other.
  add_library(mss_common_headers OBJECT "${PROJECT_BINARY_DIR}/nothing.cpp")
  mss_own_headers(mss_common_headers common_headers.hpp)
endif()

function(mss_precompile target)
  if(MSS_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM mss_common_headers)
  endif()
endfunction()

function(mss_unoptimised target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O0> $<$<CONFIG:Release>:-U_FORTIFY_SOURCE>)
endfunction()

if(MSS_TESTS AND MSS_PRECOMPILED_HEADERS)
  add_executable(mss_common_test_headers "${PROJECT_BINARY_DIR}/nothing.cpp")
  mss_unoptimised(mss_common_test_headers)
  mss_own_headers(mss_common_test_headers common_test_headers.hpp GTest::gmock)
endif()

function(mss_precompile_tests target)
  mss_unoptimised(${target})
  if(MSS_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM mss_common_test_headers)
  endif()
endfunction()
