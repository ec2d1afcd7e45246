#pragma once
// The kinds of tasks that the tests of the worker run: well-behaved ones and every sort of bad one. The same registry
// stands in the test and in the child process. Plain functions; any thread.

#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "tasks/definition.hpp"

namespace mss::test {

struct Text {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Text, (), (text))

/// What the heavy ones report or return of themselves.
struct Family {
    int pid = 0;
    int grandchild = 0;
    int serial = 0;  ///< how many reports came before it
};
BOOST_DESCRIBE_STRUCT(Family, (), (pid, grandchild, serial))

struct UntilFile {
    std::string file;
};
BOOST_DESCRIBE_STRUCT(UntilFile, (), (file))

struct Steps {
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(Steps, (), (count))

/// light.nothing; light.echo and heavy.echo (Text); light.until and heavy.until (UntilFile: end once the file is there,
/// heed their token); heavy.deaf (never ends, heeds nothing); heavy.family (deaf, with a grandchild in a group of its
/// own); heavy.crash (SIGSEGV after last words); heavy.steps (Steps: as many reports at once, then heavy.until's wait);
/// heavy.hard, heavy.quiet (deaf, with limits of 1 s), heavy.soft (heeds its token, soft limit of 1 s); heavy.later
/// (asks to be tried again in an hour); heavy.large (a result beyond the limit); heavy.garbled (a result that is no
/// UTF-8); heavy.thrower.
tasks::Registry task_kinds();

}  // namespace mss::test
