# mss_install_library(): the task engine as a library for others: headers, static libraries and a CMake package, so that
# find_package(mss_tasks) gives the target mss::tasks. It is a component of its own ("library"), which a plain
# `cmake --install` leaves out: `make install-library`, or
#   cmake --build BUILD --target mss_library && cmake --install BUILD --component library --prefix PREFIX
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The modules that it consists of; each may link only others of the list. tools/tidy.py and the linker keep it so.
set(MSS_LIBRARY_MODULES base observe store redis celery task_client tasks cluster task_worker)
# Headers keep their paths below a folder of their own: "task_client/task_client.hpp" for us and for others.
set(MSS_LIBRARY_HEADERS "${CMAKE_INSTALL_INCLUDEDIR}/mss_tasks")
set(MSS_LIBRARY_PACKAGE "${CMAKE_INSTALL_LIBDIR}/cmake/mss_tasks")

function(mss_install_library)
  list(TRANSFORM MSS_LIBRARY_MODULES PREPEND mss_ OUTPUT_VARIABLE modules)
  add_custom_target(mss_library DEPENDS ${modules})
  # All of it under the name that the package has.
  add_library(mss_task_engine INTERFACE)
  target_link_libraries(mss_task_engine INTERFACE mss_task_worker mss_task_client)
  target_compile_features(mss_task_engine INTERFACE cxx_std_23)
  set_target_properties(mss_task_engine PROPERTIES EXPORT_NAME tasks)
  set_target_properties(mss_tasks PROPERTIES EXPORT_NAME tasks_module)
  foreach(module IN LISTS MSS_LIBRARY_MODULES)
    if(NOT module STREQUAL "tasks")
      set_target_properties(mss_${module} PROPERTIES EXPORT_NAME ${module})
    endif()
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/src/${module}" DESTINATION "${MSS_LIBRARY_HEADERS}"
      COMPONENT library EXCLUDE_FROM_ALL FILES_MATCHING PATTERN "*.hpp" PATTERN "test_*.hpp" EXCLUDE
      PATTERN "video_rows.hpp" EXCLUDE PATTERN "users.hpp" EXCLUDE)
  endforeach()
  install(TARGETS ${modules} mss_task_engine EXPORT mss_tasks
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library EXCLUDE_FROM_ALL)
  install(EXPORT mss_tasks NAMESPACE mss:: FILE mss_tasks-targets.cmake DESTINATION "${MSS_LIBRARY_PACKAGE}"
    COMPONENT library EXCLUDE_FROM_ALL)
  configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/mss_tasks-config.cmake.in"
    "${PROJECT_BINARY_DIR}/mss_tasks-config.cmake" INSTALL_DESTINATION "${MSS_LIBRARY_PACKAGE}")
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/mss_tasks-config-version.cmake"
    COMPATIBILITY SameMinorVersion)
  install(FILES "${PROJECT_BINARY_DIR}/mss_tasks-config.cmake" "${PROJECT_BINARY_DIR}/mss_tasks-config-version.cmake"
    DESTINATION "${MSS_LIBRARY_PACKAGE}" COMPONENT library EXCLUDE_FROM_ALL)
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/NOTICE" "${PROJECT_SOURCE_DIR}/docs/celery.md"
    DESTINATION share/doc/mss_tasks COMPONENT library EXCLUDE_FROM_ALL)
endfunction()
