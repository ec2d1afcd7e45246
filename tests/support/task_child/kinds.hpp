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
    int forked = 0;  ///< a copy of it, in its process group
    int helper = 0;  ///< a ChildProcess of its own, in another group
    int serial = 0;  ///< how many reports came before it
};
BOOST_DESCRIBE_STRUCT(Family, (), (pid, forked, helper, serial))

struct UntilFile {
    std::string file;
};
BOOST_DESCRIBE_STRUCT(UntilFile, (), (file))

struct Steps {
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(Steps, (), (count))

/// What a task fails with.
struct Complaint {
    std::string code;  ///< name_of(Code)
};
BOOST_DESCRIBE_STRUCT(Complaint, (), (code))

/// Of both sorts ("light." and "heavy."): echo (Text); until (UntilFile: ends once the file is there, heeds its token);
/// soft (as until, with a soft limit of 1 s); fail (Complaint); later (asks to be tried again in an hour); large (a
/// result beyond the limit); garbled (a result that is no UTF-8); deep (a result that nests too deep); thrower (throws
/// an exception); hurler (throws a number); single and pair (as until, 1 and 2 at once); reporting (reports again and
/// again until its token tells it to stop).
/// A light one: nothing. Heavy ones: deaf (never ends, heeds nothing); family (deaf, with other processes); crash
/// (SIGSEGV after last words); leaver (exits in the midst, with a copy of itself that goes on); babbler (writes
/// nonsense to its worker); steps (Steps: as many reports at once, then as until); hard and quiet (deaf, with such
/// limits of 1 s). "none.elsewhere" has no function.
tasks::Registry task_kinds();

}  // namespace mss::test
