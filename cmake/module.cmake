# mss_module(NAME [DEPS module...] [LIBS target...]): one folder of src = one library `mss_NAME`.
# Sources are every *.cpp of the folder except *_test.cpp (those become `mss_NAME_test`) and main.cpp, so that no
# source and no test can be left out by hand. DEPS are the modules below that it may include.
function(mss_module name)
  cmake_parse_arguments(MODULE "" "" "DEPS;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(mss_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(mss_${name} PRIVATE $<BUILD_INTERFACE:mss_warnings>)
    mss_precompile(mss_${name})
  else()
    add_library(mss_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(mss_${name} ${scope}
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>" "$<INSTALL_INTERFACE:${MSS_LIBRARY_HEADERS}>")
  list(TRANSFORM MODULE_DEPS PREPEND mss_)
  target_link_libraries(mss_${name} ${scope} ${MODULE_DEPS} ${MODULE_LIBS})

  if(MSS_TESTS AND tests)
    add_executable(mss_${name}_test ${tests})
    target_link_libraries(mss_${name}_test PRIVATE mss_${name} mss_warnings GTest::gmock_main)
    mss_precompile_tests(mss_${name}_test)
    gtest_discover_tests(mss_${name}_test TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST
                         DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 300)
  endif()
endfunction()
