#include "store/users.hpp"

#include <array>
#include <stdexcept>

#include "base/ascii.hpp"

namespace mss::store {
namespace {

struct RoleName {
    Role role;
    std::string_view name;
};
constexpr std::array kRoleNames{RoleName{Role::creator, "creator"}, RoleName{Role::viewer, "viewer"},
                                RoleName{Role::operator_, "operator"}, RoleName{Role::owner, "owner"}};

// Columns: id, email, password_hash, role, created_at, from `first` on.
User read_user(const Statement& row, int first = 0) {
    const auto role = role_named(row.text(first + 3));
    if (!role) throw std::runtime_error("an account has a role that is none: " + row.text(first + 3));
    return {.id = row.text(first),
            .email = row.text(first + 1),
            .password_hash = row.text(first + 2),
            .role = *role,
            .created_at = from_unix_ms(row.integer(first + 4))};
}

Result<std::optional<User>> one_user(Statement& statement) {
    MSS_TRY_ASSIGN(const bool found, statement.step());
    if (!found) return std::nullopt;
    return read_user(statement);
}

}  // namespace

std::string_view name_of(Role role) {
    for (const RoleName& known : kRoleNames)
        if (known.role == role) return known.name;
    return {};
}

std::optional<Role> role_named(std::string_view name) {
    for (const RoleName& known : kRoleNames)
        if (known.name == name) return known.role;
    return std::nullopt;
}

Result<void> Users::add(const User& user) {
    Statement statement = connection_.prepare(
        "INSERT INTO user (id, email, email_key, password_hash, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    statement.bind(user.id).bind(user.email).bind(ascii::to_lower(user.email)).bind(user.password_hash);
    statement.bind(name_of(user.role)).bind(user.created_at);
    const auto added = statement.execute();
    if (added) return {};
    if (added.error().code == Code::conflict)
        return fail(Code::conflict, "there is an account with this e-mail address", added.error().detail);
    return std::unexpected(added.error());
}

Result<std::optional<User>> Users::find(std::string_view id) {
    Statement statement =
        connection_.prepare("SELECT id, email, password_hash, role, created_at FROM user WHERE id = ?1");
    return one_user(statement.bind(id));
}

Result<std::optional<User>> Users::find_by_email(std::string_view email) {
    Statement statement =
        connection_.prepare("SELECT id, email, password_hash, role, created_at FROM user WHERE email_key = ?1");
    return one_user(statement.bind(ascii::to_lower(email)));
}

Result<std::int64_t> Users::count() {
    Statement statement = connection_.prepare("SELECT count(*) FROM user");
    MSS_TRY(statement.step());
    return statement.integer(0);
}

Result<std::int64_t> Users::count_of(Role role) {
    Statement statement = connection_.prepare("SELECT count(*) FROM user WHERE role = ?1");
    MSS_TRY(statement.bind(name_of(role)).step());
    return statement.integer(0);
}

Result<std::optional<User>> Users::first() {
    Statement statement =
        connection_.prepare("SELECT id, email, password_hash, role, created_at FROM user ORDER BY number LIMIT 1");
    return one_user(statement);
}

Result<std::vector<User>> Users::list() {
    Statement statement =
        connection_.prepare("SELECT id, email, password_hash, role, created_at FROM user ORDER BY number");
    std::vector<User> users;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return users;
        users.push_back(read_user(statement));
    }
}

Result<bool> Users::set_role(std::string_view id, Role role) {
    Statement statement = connection_.prepare("UPDATE user SET role = ?2 WHERE id = ?1");
    return statement.bind(id).bind(name_of(role)).changes_one();
}

Result<bool> Users::remove(std::string_view id) {
    MSS_TRY(end_sessions_of(id));
    Statement statement = connection_.prepare("DELETE FROM user WHERE id = ?1");
    return statement.bind(id).changes_one();
}

Result<bool> Users::set_password(std::string_view id, std::string_view password_hash) {
    Statement statement = connection_.prepare("UPDATE user SET password_hash = ?2 WHERE id = ?1");
    return statement.bind(id).bind(password_hash).changes_one();
}

Result<void> Users::add_session(std::string_view token_hash, std::string_view user_id, Timestamp now,
                                Timestamp expires) {
    Statement statement = connection_.prepare(
        "INSERT INTO session (token_hash, user_id, created_at, last_used_at, expires_at)"
        " VALUES (?1, ?2, ?3, ?3, ?4)");
    return statement.bind(token_hash).bind(user_id).bind(now).bind(expires).run();
}

Result<std::optional<SessionUse>> Users::find_session(std::string_view token_hash, Timestamp now) {
    Statement statement = connection_.prepare(
        "SELECT s.last_used_at, u.id, u.email, u.password_hash, u.role, u.created_at"
        " FROM session s JOIN user u ON u.id = s.user_id"
        " WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND s.last_used_at > ?3");
    statement.bind(token_hash).bind(now).bind(now - kSessionIdle);
    MSS_TRY_ASSIGN(const bool found, statement.step());
    if (!found) return std::nullopt;
    return SessionUse{.user = read_user(statement, 1), .last_used_at = from_unix_ms(statement.integer(0))};
}

Result<void> Users::touch_session(std::string_view token_hash, Timestamp now) {
    Statement statement = connection_.prepare("UPDATE session SET last_used_at = ?2 WHERE token_hash = ?1");
    return statement.bind(token_hash).bind(now).run();
}

Result<void> Users::end_session(std::string_view token_hash) {
    Statement statement = connection_.prepare("DELETE FROM session WHERE token_hash = ?1");
    return statement.bind(token_hash).run();
}

Result<void> Users::end_sessions_of(std::string_view user_id) {
    Statement statement = connection_.prepare("DELETE FROM session WHERE user_id = ?1");
    return statement.bind(user_id).run();
}

Result<void> Users::end_other_sessions(std::string_view user_id, std::string_view kept_token_hash) {
    Statement statement = connection_.prepare("DELETE FROM session WHERE user_id = ?1 AND token_hash <> ?2");
    return statement.bind(user_id).bind(kept_token_hash).run();
}

Result<std::int64_t> Users::remove_expired_sessions(Timestamp now) {
    Statement statement = connection_.prepare("DELETE FROM session WHERE expires_at <= ?1 OR last_used_at <= ?2");
    return statement.bind(now).bind(now - kSessionIdle).execute();
}

Result<std::int64_t> Users::failures_since(std::string_view key, Timestamp since) {
    Statement statement = connection_.prepare("SELECT count(*) FROM login_failure WHERE key = ?1 AND at > ?2");
    MSS_TRY(statement.bind(key).bind(since).step());
    return statement.integer(0);
}

Result<void> Users::add_failure(std::string_view key, Timestamp now) {
    Statement old = connection_.prepare("DELETE FROM login_failure WHERE at <= ?1");
    MSS_TRY(old.bind(now - kFailuresKept).run());
    Statement statement = connection_.prepare("INSERT INTO login_failure (key, at) VALUES (?1, ?2)");
    return statement.bind(key).bind(now).run();
}

Result<void> Users::clear_failures(std::string_view key) {
    Statement statement = connection_.prepare("DELETE FROM login_failure WHERE key = ?1");
    return statement.bind(key).run();
}

}  // namespace mss::store
