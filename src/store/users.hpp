#pragma once
// Accounts and sessions as rows. Knows nothing of passwords but their hash, and of sessions but the SHA-256 of their
// token. Takes the connection of the transaction that it is part of. Blocking; confined to the transaction's thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace mss::store {

/// What an account may do; each may all that the ones before it may. `viewer` sees what operators see and changes
/// nothing there.
enum class Role { creator, viewer, operator_, owner };  // NOLINT(readability-identifier-naming): a keyword

/// "creator", "viewer", "operator", "owner".
std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);

struct User {
    std::string id;     ///< UUID
    std::string email;  ///< as written; unique without regard to case
    std::string password_hash;
    Role role = Role::creator;
    Timestamp created_at{};
};

/// How long a session lives without being used.
inline constexpr std::chrono::hours kSessionIdle{24};

/// How long a failed sign-in is remembered.
inline constexpr std::chrono::hours kFailuresKept{1};

struct SessionUse {
    User user;
    Timestamp last_used_at{};
};

/// Errors of all: as Connection::run, and what is named.
class Users {
public:
    explicit Users(Connection& connection) : connection_(connection) {}

    /// Errors: conflict (the e-mail has an account).
    Result<void> add(const User& user);
    Result<std::optional<User>> find(std::string_view id);
    Result<std::optional<User>> find_by_email(std::string_view email);
    Result<std::int64_t> count();
    Result<std::int64_t> count_of(Role role);
    /// The account that has been there longest, if any: the owner of what was made before there was one.
    Result<std::optional<User>> first();
    Result<std::vector<User>> list();  ///< the first one first
    /// False where there is no such account.
    Result<bool> set_role(std::string_view id, Role role);
    /// Its sessions end with it.
    Result<bool> remove(std::string_view id);
    Result<bool> set_password(std::string_view id, std::string_view password_hash);

    /// `token_hash` is SHA-256 of the session's token, in hex.
    Result<void> add_session(std::string_view token_hash, std::string_view user_id, Timestamp now, Timestamp expires);
    /// A session that has not expired and was used within kSessionIdle.
    Result<std::optional<SessionUse>> find_session(std::string_view token_hash, Timestamp now);
    /// Marks it as used now.
    Result<void> touch_session(std::string_view token_hash, Timestamp now);
    Result<void> end_session(std::string_view token_hash);
    Result<void> end_sessions_of(std::string_view user_id);
    Result<void> end_other_sessions(std::string_view user_id, std::string_view kept_token_hash);
    /// Removes those that have expired or were not used for too long; how many.
    Result<std::int64_t> remove_expired_sessions(Timestamp now);

    /// Failed sign-ins of a key (such as an address and an e-mail, hashed) after `since`, at most kFailuresKept ago:
    /// older ones of all keys are removed when one is added.
    Result<std::int64_t> failures_since(std::string_view key, Timestamp since);
    Result<void> add_failure(std::string_view key, Timestamp now);
    Result<void> clear_failures(std::string_view key);

private:
    Connection& connection_;
};

}  // namespace mss::store
