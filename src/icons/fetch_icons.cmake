# cmake -DASSETS=... -DMAKER=... -DOUTPUT=... -DWORK=... -P fetch_icons.cmake
# Installs the package that ASSETS/package-lock.json pins into WORK (unless that very lock file is installed there
# already) and turns it into OUTPUT.
find_program(NPM npm)
find_program(NODE NAMES node nodejs)
if(NOT NPM OR NOT NODE)
  message(FATAL_ERROR "The icon set needs node and npm to be built: apt-get install nodejs npm")
endif()

file(SHA256 "${ASSETS}/package-lock.json" wanted)
set(installed "")
if(EXISTS "${WORK}/installed")
  file(READ "${WORK}/installed" installed)
endif()
if(NOT installed STREQUAL wanted)
  file(MAKE_DIRECTORY "${WORK}")
  file(COPY "${ASSETS}/package.json" "${ASSETS}/package-lock.json" DESTINATION "${WORK}")
  execute_process(COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund
                  WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE outcome OUTPUT_QUIET ERROR_VARIABLE errors)
  if(outcome)
    message(FATAL_ERROR "npm could not fetch the icon package (is the npm registry reachable?):\n${errors}")
  endif()
  file(WRITE "${WORK}/installed" "${wanted}")
endif()

execute_process(COMMAND "${NODE}" "${MAKER}" "${WORK}/node_modules/@tabler/icons" "${OUTPUT}"
                RESULT_VARIABLE outcome ERROR_VARIABLE errors)
if(outcome)
  message(FATAL_ERROR "The icon set could not be made from the npm package:\n${errors}")
endif()
