#pragma once
// Accounts: who people are: signing up, in and out, sessions, passwords. The first account is the owner's. A session is
// a random token that only its browser has; the database holds its SHA-256. Shared by all threads; blocking.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/database.hpp"
#include "store/users.hpp"
#include "studio/choice_source.hpp"
#include "studio/password.hpp"

namespace mss::studio {

inline constexpr std::chrono::days kSessionLife{7};

struct AccountOptions {
    bool sign_up_open = true;  ///< for others than the first, where the owner has not decided in the page
    ChoiceSource sign_up_source = ChoiceSource::fallback;
    bool first_needs_code = false;  ///< the server can be reached from other machines
    PasswordCost password_cost = {};
};

struct StartState {
    bool has_accounts = false;
    bool sign_up_open = true;
    bool code_needed = false;
};

struct SignUpChoice {
    bool open = true;
    ChoiceSource source = ChoiceSource::fallback;
};

struct SignUp {
    std::string email;
    std::string password;
    std::string code;  ///< the one-time code of the first account, where it needs one
};

struct SignedIn {
    store::User user;
    std::string token;  ///< of the new session; told once
};

/// Whether a text looks like an e-mail address: one @, a name, a domain; at most 254 bytes. Errors: invalid.
Result<void> check_email(std::string_view email);

class Accounts {
public:
    /// All outlive it.
    Accounts(store::Database& database, const Clock& clock, AccountOptions options);

    Result<StartState> start() const;
    /// The one-time code of the first account, made where there is none yet; empty where there are accounts or none is
    /// needed. For the log, once, at the start.
    Result<std::string> first_code();

    /// Errors: invalid (address or password), conflict (the address has an account), forbidden (closed, or the code is
    /// wrong), rate_limited.
    Result<SignedIn> sign_up(const SignUp& request, std::string_view remote_address);
    /// Errors: unauthenticated, rate_limited.
    Result<SignedIn> log_in(std::string_view email, std::string_view password, std::string_view remote_address);
    Result<void> log_out(std::string_view token);
    /// Nobody where the token is of no live session: one ends kSessionLife after its log-in, and when it was not used
    /// for a day. This is a use.
    Result<std::optional<store::User>> user_of(std::string_view token);
    /// Ends the user's other sessions. Errors: forbidden (the current one is wrong), invalid, rate_limited, conflict
    /// (changed elsewhere at the same moment), unavailable.
    Result<void> change_password(const store::User& user, std::string_view current, std::string_view next,
                                 std::string_view token);

    /// Whether others than the first may sign up, as the owner decided.
    Result<SignUpChoice> sign_up_choice() const;
    Result<void> choose_sign_up(bool open);

    // For who has the machine: no code, no session.
    /// Errors: invalid, conflict.
    Result<store::User> add(std::string_view email, std::string_view password, std::optional<store::Role> role);
    /// Ends all sessions of the account. Errors: invalid, not_found.
    Result<void> set_password(std::string_view email, std::string_view password);

    /// Errors: invalid, not_found, conflict (the only owner would be none any more).
    Result<void> set_role(std::string_view email, store::Role role);
    Result<store::User> find(std::string_view email) const;
    /// As part of the transaction that removes what the account made. Errors: not_found, conflict (the only owner).
    static Result<void> remove_in(store::Connection& connection, std::string_view id);
    Result<std::vector<store::User>> list() const;  ///< the first one first

    /// Removes sessions that are over; how many.
    Result<std::int64_t> remove_expired_sessions();

private:
    Result<void> check_failures(std::string_view key, int most);
    Result<void> add_failures(std::string_view account_key, std::string_view address_key);
    Result<std::string> open_session(store::Connection& connection, std::string_view user_id) const;
    Result<store::User> insert(const SignUp& request, std::optional<store::Role> role,
                               std::optional<std::string_view> remote_address, std::string& token);

    store::Database& database_;
    const Clock& clock_;
    const AccountOptions options_;
    PasswordHasher hasher_;
};

}  // namespace mss::studio
