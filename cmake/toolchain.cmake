# One compiler everywhere, warnings as errors, a fast linker, ccache where it is installed.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(MSS_CCACHE ccache)
if(MSS_CCACHE)
  # ccache asks to be told that precompiled headers are known by their content.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${MSS_CCACHE}")
endif()
find_program(MSS_LLD NAMES ld.lld-19 ld.lld)
if(MSS_LLD)
  add_link_options("-fuse-ld=lld")
endif()

# Some libraries ask for it and some do not; all sources are compiled alike, so that they can share parsed headers.
add_compile_options(-pthread)

add_library(mss_warnings INTERFACE)
target_compile_options(mss_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wimplicit-fallthrough -Wformat=2)
if(MSS_WERROR)
  target_compile_options(mss_warnings INTERFACE -Werror)
endif()

if(MSS_SANITIZE)
  add_compile_options("-fsanitize=${MSS_SANITIZE}" -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options("-fsanitize=${MSS_SANITIZE}")
endif()
if(MSS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
