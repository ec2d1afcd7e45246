#include "cluster/exceptions.hpp"

#include <fmt/format.h>

#include "celery/python_repr.hpp"

namespace mss::cluster {
namespace {

std::string_view type_of_billiard(std::string_view code) {
    if (code == tasks::kTimedOut) return "TimeLimitExceeded";
    if (code == tasks::kSoftTimedOut) return "SoftTimeLimitExceeded";
    if (code == "crashed" || code == "quarantined") return "WorkerLostError";
    return {};
}

}  // namespace

celery::ExceptionInfo exception_of(const tasks::Failure& failure) {
    celery::ExceptionInfo exception;
    exception.message = json::Array{json::Value(failure.message)};
    if (const auto type = type_of_billiard(failure.code); !type.empty()) {
        exception.type = type;
        exception.module = "billiard.exceptions";
    } else if (failure.code == "invalid") {
        exception.type = "ValueError";
    }
    return exception;
}

std::string exception_repr(const tasks::Failure& failure) {
    return fmt::format("{}({})", exception_of(failure).type, celery::python_repr_text(failure.message));
}

}  // namespace mss::cluster
