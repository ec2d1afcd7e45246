#pragma once
// Reply: what a Redis server answers, as a value (RESP2,
// https://redis.io/docs/latest/develop/reference/protocol-spec/), and Command: what it is asked. Any thread.

#include <cstdint>
#include <string>
#include <vector>

namespace mss::redis {

/// A command with its arguments; any bytes.
using Command = std::vector<std::string>;

struct Reply {
    enum class Kind {
        nil,
        integer,
        text,    ///< a bulk string: any bytes
        status,  ///< "OK"
        error,   ///< "ERR unknown command"
        array,
    };

    Kind kind = Kind::nil;
    std::int64_t integer = 0;
    std::string text;  ///< of text, status and error
    std::vector<Reply> elements;

    bool is_nil() const { return kind == Kind::nil; }
    bool is_error() const { return kind == Kind::error; }
};

}  // namespace mss::redis
