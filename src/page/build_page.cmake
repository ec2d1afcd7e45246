# cmake -DWEB=... -DMAKER=... -DOUTPUT=... -DWORK=... -P build_page.cmake
# Builds the page in a copy of WEB at WORK, so that nothing is written into the sources, and turns it into OUTPUT.
find_program(NPM npm)
find_program(NODE NAMES node nodejs)
if(NOT NPM OR NOT NODE)
  message(FATAL_ERROR "The page needs node and npm to be built: apt-get install nodejs npm")
endif()

function(run message)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE outcome
                  OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(outcome)
    message(FATAL_ERROR "${message}\n${output}\n${errors}")
  endif()
endfunction()

file(MAKE_DIRECTORY "${WORK}")
file(REMOVE_RECURSE "${WORK}/src" "${WORK}/tooling" "${WORK}/test" "${WORK}/dist")
file(COPY "${WEB}/" DESTINATION "${WORK}" PATTERN node_modules EXCLUDE PATTERN dist EXCLUDE)

file(SHA256 "${WEB}/package-lock.json" wanted)
set(installed "")
if(EXISTS "${WORK}/installed")
  file(READ "${WORK}/installed" installed)
endif()
if(NOT installed STREQUAL wanted)
  # What is half installed must not pass for the whole when the old lock file comes back.
  file(REMOVE "${WORK}/installed")
  run("npm could not fetch what the page is built with (is the npm registry reachable?):"
      "${NPM}" ci --no-audit --no-fund)
  file(WRITE "${WORK}/installed" "${wanted}")
endif()
run("The page could not be built:" "${NPM}" run build)
run("The page's files could not be put together:" "${NODE}" "${MAKER}" "${WORK}/dist" "${OUTPUT}")
