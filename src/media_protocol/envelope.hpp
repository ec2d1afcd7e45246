#pragma once
// The lines that parent and child exchange over the control socket, one JSON document each. The parent sends Request;
// the child answers with any number of Progress lines and one Reply. A child that sees end of file stops at once.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/json.hpp"

namespace mss::media_protocol {

enum class Operation {
    libraries,
    voices,
    voice_check,
    speech,
    alignment,
    recording,
    font_check,
    segment,
    thumbnail,
    mix,
    mux,
    probe
};
BOOST_DESCRIBE_ENUM(Operation, libraries, voices, voice_check, speech, alignment, recording, font_check, segment,
                    thumbnail, mix, mux, probe)

struct Request {
    Operation operation = Operation::probe;
    json::Value arguments;
};
BOOST_DESCRIBE_STRUCT(Request, (), (operation, arguments))

/// How far an operation is; also its sign of life.
struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(Progress, (), (done, total))

struct Failure {
    std::string code;  ///< name_of(Code)
    std::string message;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Failure, (), (code, message, detail))

/// Exactly one of the three is set in each line that the child sends.
struct Reply {
    std::optional<Progress> progress;
    std::optional<json::Value> result;
    std::optional<Failure> failure;
};
BOOST_DESCRIBE_STRUCT(Reply, (), (progress, result, failure))

}  // namespace mss::media_protocol
