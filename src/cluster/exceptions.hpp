#pragma once
// What failures of ours are called in Python: the same in results and in events. Pure; any thread.

#include <string>

#include "celery/result_meta.hpp"
#include "tasks/task.hpp"

namespace mss::cluster {

celery::ExceptionInfo exception_of(const tasks::Failure& failure);

/// "ValueError('boom')", as Python prints it.
std::string exception_repr(const tasks::Failure& failure);

}  // namespace mss::cluster
