#pragma once
// Result<T>: what a function returns when it can fail in normal running: a value, or an Error that says why.
// Values, no ownership, usable from any thread. Exceptions stay for broken invariants.

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace mss {

/// Domain-neutral failure classes. One place maps them to exit codes, one to HTTP statuses, one to
/// the endings of tasks.
enum class Code {
    invalid,          ///< the caller's input is wrong
    not_found,        ///< the thing asked for does not exist
    no_material,      ///< nothing honest to say about the topic
    too_large,        ///< over a documented limit
    conflict,         ///< it is there already, or has changed meanwhile
    unauthenticated,  ///< nobody is signed in, or the password is wrong
    forbidden,        ///< the caller may not do this
    rate_limited,     ///< too often; later
    unavailable,      ///< a server or the network did not answer
    bad_answer,       ///< a server answered with what cannot be used; asking again would not change it
    timeout,          ///< a deadline passed
    cancelled,        ///< somebody asked to stop
    gate_failed,      ///< a finished video did not pass a quality gate
    io,               ///< disk or file system
    internal,         ///< a defect of ours or a crashed child
};

/// The code's stable name, such as "invalid".
std::string_view name_of(Code code);

/// Why something failed. `message` is for people and never holds a secret; `detail` is for logs.
struct Error {
    Code code = Code::internal;
    std::string message;
    std::string detail;
    std::optional<std::chrono::milliseconds> retry_after{};  ///< no other try sooner
    bool retry_after_told = false;                           ///< the other side said so; else it is a guess of ours

    /// The same error with "context: " before its message.
    Error with_context(std::string_view context) const;
};

/// std::expected with [[nodiscard]] on the type itself.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using std::expected<T, Error>::expected;
};

/// Shorthand for returning an error: `return fail(Code::invalid, "...")`.
inline std::unexpected<Error> fail(Code code, std::string message, std::string detail = {}) {
    return std::unexpected(Error{code, std::move(message), std::move(detail)});
}

}  // namespace mss

#define MSS_CONCAT_INNER(a, b) a##b
#define MSS_CONCAT(a, b) MSS_CONCAT_INNER(a, b)

/// Evaluates a Result<void>; returns its error from the enclosing function.
#define MSS_TRY(expression)                                            \
    do {                                                               \
        if (auto mss_try_result = (expression); !mss_try_result)       \
            return std::unexpected(std::move(mss_try_result).error()); \
    } while (false)

/// `MSS_TRY_ASSIGN(auto value, call())`: takes the value, or returns the error from the enclosing function. Several
/// statements, since `target` lives on after it: as the body of an `if` or a loop without braces it does not compile
/// (its second statement cannot see the variable of the first), so it cannot go wrong there unnoticed.
#define MSS_TRY_ASSIGN(target, expression) MSS_TRY_ASSIGN_INNER(MSS_CONCAT(mss_result_, __LINE__), target, expression)
// NOLINTBEGIN(bugprone-macro-parentheses): `target` may be a declaration, which takes no parentheses
#define MSS_TRY_ASSIGN_INNER(temporary, target, expression)               \
    auto temporary = (expression);                                        \
    if (!temporary) return std::unexpected(std::move(temporary).error()); \
    target = std::move(*temporary)
// NOLINTEND(bugprone-macro-parentheses)
