#include "studio/accounts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/address_group.hpp"
#include "base/ascii.hpp"
#include "base/hash.hpp"
#include "base/identifier.hpp"
#include "base/utf8.hpp"
#include "store/setting_rows.hpp"
#include "store/video_rows.hpp"
#include "studio/setting_names.hpp"

namespace mss::studio {
namespace {

using store::Connection;
using store::Role;
using store::User;
using store::Users;

constexpr std::size_t kEmailBytesMax = 254;

std::unexpected<Error> no_such_account(std::string_view email) {
    return fail(Code::not_found,
                fmt::format("there is no account with the e-mail address {}", utf8::printable(email, kEmailBytesMax)));
}

// Without an owner nobody could change the settings, nor make another one.
Result<void> check_other_owner(Users& users, const User& user) {
    if (user.role != Role::owner) return {};
    MSS_TRY_ASSIGN(const std::int64_t owners, users.count_of(Role::owner));
    if (owners > 1) return {};
    return fail(Code::conflict, "this is the only owner; make another account an owner first");
}

std::unexpected<Error> wrong_log_in() {
    return fail(Code::unauthenticated, "The e-mail address or the password is wrong.");
}

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kCodeBytes = 8;

// Failed attempts that count, and how many of them are let through.
constexpr std::chrono::minutes kFailureWindow{1};
constexpr int kAccountFailuresMax = 5;
constexpr int kAddressFailuresMax = 30;
constexpr int kSignUpsMax = 20;
constexpr std::chrono::hours kSignUpWindow{1};
static_assert(kSignUpWindow <= store::kFailuresKept);

// A session's last use is written once in this while, not with each request.
constexpr std::chrono::minutes kTouchEvery{1};

// Spaces, control characters, and what changes how the text around it is shown or is not seen at all.
bool is_unseen(char32_t point) {
    return point <= 0x20 || (point >= 0x7F && point <= 0xA0) || point == 0xAD || point == 0x061C ||
           (point >= 0x2000 && point <= 0x200F) || (point >= 0x2028 && point <= 0x202F) ||
           (point >= 0x205F && point <= 0x206F) || point == 0x3000 || point == 0xFEFF;
}

// Whether an address has made as many accounts as it may within the hour.
Result<void> check_sign_ups(Users& users, const std::string& key, Timestamp now) {
    MSS_TRY_ASSIGN(const std::int64_t made, users.failures_since(key, now - kSignUpWindow));
    if (made < kSignUpsMax) return {};
    Error error{Code::rate_limited, "Too many accounts were made from here. Try again in an hour.", {}, kSignUpWindow};
    return std::unexpected(std::move(error));
}

std::string account_key(std::string_view email, std::string_view address) {
    return sha256(fmt::format("account {} {}", ascii::to_lower(email), address_group(address)));
}

std::string address_key(std::string_view address) {
    return sha256(fmt::format("address {}", address_group(address)));
}

std::string sign_up_key(std::string_view address) {
    return sha256(fmt::format("sign-up {}", address_group(address)));
}

bool sign_up_is_open(const std::map<std::string, std::string, std::less<>>& settings, bool usual) {
    const auto decided = settings.find(kSignUpSetting);
    return decided == settings.end() ? usual : decided->second == "on";
}

}  // namespace

Result<void> check_email(std::string_view email) {
    const auto at = email.find('@');
    const bool formed = at != std::string_view::npos && at > 0 && email.find('@', at + 1) == std::string_view::npos &&
                        at + 1 < email.size() && email.back() != '.' && email[at + 1] != '.';
    const bool plain = utf8::valid(email) && std::ranges::none_of(utf8::decode(email), is_unseen);
    if (!formed || !plain) return fail(Code::invalid, "This is no e-mail address; one looks like name@example.org.");
    if (email.size() > kEmailBytesMax) return fail(Code::invalid, "The e-mail address is too long.");
    return {};
}

Accounts::Accounts(store::Database& database, const Clock& clock, AccountOptions options)
    : database_(database), clock_(clock), options_(options), hasher_(options.password_cost) {}

Result<StartState> Accounts::start() const {
    StartState state;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(const auto first, Users(connection).first());
        MSS_TRY_ASSIGN(const auto settings, store::SettingRows(connection).all());
        state.has_accounts = first.has_value();
        state.sign_up_open = !state.has_accounts || sign_up_is_open(settings, options_.sign_up_open);
        state.code_needed = !state.has_accounts && options_.first_needs_code;
        return {};
    }));
    return state;
}

Result<std::string> Accounts::first_code() {
    if (!options_.first_needs_code) return std::string();
    std::string code;
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        code.clear();
        MSS_TRY_ASSIGN(const auto first, Users(connection).first());
        if (first) return {};
        store::SettingRows rows(connection);
        MSS_TRY_ASSIGN(const auto settings, rows.all());
        if (const auto known = settings.find(kFirstCodeSetting); known != settings.end()) {
            code = known->second;
            return {};
        }
        code = to_hex(random_bytes(kCodeBytes));
        return rows.set(kFirstCodeSetting, code);
    }));
    return code;
}

Result<SignedIn> Accounts::sign_up(const SignUp& request, std::string_view remote_address) {
    MSS_TRY(check_email(request.email));
    MSS_TRY(check_new_password(request.password, request.email));
    MSS_TRY(check_failures(address_key(remote_address), kAddressFailuresMax));
    // Before the password is hashed, which is dear; and again with the row, where nobody comes in between.
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        Users users(connection);
        return check_sign_ups(users, sign_up_key(remote_address), clock_.now());
    }));
    SignedIn signed_in;
    auto user = insert(request, std::nullopt, remote_address, signed_in.token);
    if (!user) {
        // A code and the list of accounts can be guessed at, so refusals count.
        if (user.error().code == Code::forbidden || user.error().code == Code::conflict)
            MSS_TRY(add_failures(address_key(remote_address), address_key(remote_address)));
        return std::unexpected(user.error());
    }
    signed_in.user = std::move(*user);
    return signed_in;
}

Result<User> Accounts::insert(const SignUp& request, std::optional<Role> role,
                              std::optional<std::string_view> remote_address, std::string& token) {
    const bool from_outside = remote_address.has_value();
    MSS_TRY_ASSIGN(const std::string hash, hasher_.hash(request.password));
    User user;
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        Users users(connection);
        store::SettingRows rows(connection);
        MSS_TRY_ASSIGN(const auto first, users.first());
        MSS_TRY_ASSIGN(const auto settings, rows.all());
        if (from_outside && first && !sign_up_is_open(settings, options_.sign_up_open))
            return fail(Code::forbidden, "Signing up is closed here. Ask the owner for an account.");
        if (from_outside && !first && options_.first_needs_code) {
            const auto code = settings.find(kFirstCodeSetting);
            if (code == settings.end() || request.code != code->second)
                return fail(Code::forbidden,
                            "The first account needs the one-time code that the server's log shows at its start.");
        }
        // Nor may one machine fill the house with accounts.
        if (from_outside) {
            MSS_TRY(check_sign_ups(users, sign_up_key(*remote_address), clock_.now()));
            MSS_TRY(users.add_failure(sign_up_key(*remote_address), clock_.now()));
        }
        if (!first && role.value_or(Role::owner) != Role::owner)
            return fail(Code::conflict, "the first account is the owner's; leave its role out, or make it owner");
        user = {.id = uuid_v7(clock_.now()),
                .email = request.email,
                .password_hash = hash,
                .role = role.value_or(first ? Role::creator : Role::owner),
                .created_at = clock_.now()};
        auto added = users.add(user);
        if (!added && added.error().code == Code::conflict)
            return fail(Code::conflict, "This e-mail address has an account already.");
        MSS_TRY(added);
        // What was made before there was anybody, such as the first sample, is the owner's from now on.
        if (!first) MSS_TRY(store::VideoRows(connection).adopt(user.id));
        MSS_TRY(rows.remove(kFirstCodeSetting));
        if (from_outside) {
            MSS_TRY_ASSIGN(token, open_session(connection, user.id));
        }
        return {};
    }));
    return user;
}

Result<std::string> Accounts::open_session(Connection& connection, std::string_view user_id) const {
    std::string token = to_hex(random_bytes(kTokenBytes));
    MSS_TRY(Users(connection).add_session(sha256(token), user_id, clock_.now(), clock_.now() + kSessionLife));
    return token;
}

Result<SignedIn> Accounts::log_in(std::string_view email, std::string_view password, std::string_view remote_address) {
    const std::string account = account_key(email, remote_address);
    const std::string address = address_key(remote_address);
    MSS_TRY(check_failures(account, kAccountFailuresMax));
    MSS_TRY(check_failures(address, kAddressFailuresMax));
    std::optional<User> user;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(user, Users(connection).find_by_email(email));
        return {};
    }));
    MSS_TRY_ASSIGN(const bool right, hasher_.verify(user ? user->password_hash : std::string(), password));
    if (!right) {
        MSS_TRY(add_failures(account, address));
        return wrong_log_in();
    }
    SignedIn signed_in{.user = *user, .token = {}};
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        Users users(connection);
        // The password may have been changed while this one was compared: that ended all sessions, and this is none.
        MSS_TRY_ASSIGN(const auto now, users.find(user->id));
        if (!now || now->password_hash != user->password_hash) return wrong_log_in();
        MSS_TRY(users.clear_failures(account));
        MSS_TRY_ASSIGN(signed_in.token, open_session(connection, user->id));
        return {};
    }));
    return signed_in;
}

Result<void> Accounts::log_out(std::string_view token) {
    return database_.write([&](Connection& connection) { return Users(connection).end_session(sha256(token)); });
}

Result<std::optional<User>> Accounts::user_of(std::string_view token) {
    if (token.empty()) return std::nullopt;
    const std::string hash = sha256(token);
    const Timestamp now = clock_.now();
    std::optional<store::SessionUse> session;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(session, Users(connection).find_session(hash, now));
        return {};
    }));
    if (!session) return std::nullopt;
    // Where that cannot be written, as on a full disk, the session is as good; it is noted with a later request.
    if (now - session->last_used_at >= kTouchEvery)
        static_cast<void>(
            database_.write([&](Connection& connection) { return Users(connection).touch_session(hash, now); }));
    return std::move(session->user);
}

Result<void> Accounts::change_password(const User& user, std::string_view current, std::string_view next,
                                       std::string_view token) {
    MSS_TRY(check_failures(account_key(user.email, user.id), kAccountFailuresMax));
    MSS_TRY_ASSIGN(const bool right, hasher_.verify(user.password_hash, current));
    if (!right) {
        MSS_TRY(add_failures(account_key(user.email, user.id), account_key(user.email, user.id)));
        return fail(Code::forbidden, "The current password is wrong.");
    }
    MSS_TRY(check_new_password(next, user.email));
    if (next == current) return fail(Code::invalid, "This is the password that you have already; choose another one.");
    MSS_TRY_ASSIGN(const std::string hash, hasher_.hash(next));
    return database_.write([&](Connection& connection) -> Result<void> {
        Users users(connection);
        MSS_TRY_ASSIGN(const auto now, users.find(user.id));
        if (!now || now->password_hash != user.password_hash)
            return fail(Code::conflict, "The password has just been changed elsewhere. Log in again.");
        MSS_TRY(users.set_password(user.id, hash));
        return users.end_other_sessions(user.id, sha256(token));
    });
}

Result<SignUpChoice> Accounts::sign_up_choice() const {
    SignUpChoice choice;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(const auto settings, store::SettingRows(connection).all());
        choice.open = sign_up_is_open(settings, options_.sign_up_open);
        choice.source = settings.contains(kSignUpSetting) ? ChoiceSource::page : options_.sign_up_source;
        return {};
    }));
    return choice;
}

Result<void> Accounts::choose_sign_up(bool open) {
    return database_.write([&](Connection& connection) {
        return store::SettingRows(connection).set(kSignUpSetting, open ? "on" : "off");
    });
}

Result<User> Accounts::add(std::string_view email, std::string_view password, std::optional<Role> role) {
    MSS_TRY(check_email(email));
    MSS_TRY(check_new_password(password, email));
    std::string no_token;
    return insert({.email = std::string(email), .password = std::string(password), .code = {}}, role, {}, no_token);
}

Result<void> Accounts::set_password(std::string_view email, std::string_view password) {
    MSS_TRY(check_email(email));
    MSS_TRY(check_new_password(password, email));
    MSS_TRY_ASSIGN(const std::string hash, hasher_.hash(password));
    return database_.write([&](Connection& connection) -> Result<void> {
        Users users(connection);
        MSS_TRY_ASSIGN(const auto user, users.find_by_email(email));
        if (!user) return no_such_account(email);
        MSS_TRY(users.set_password(user->id, hash));
        return users.end_sessions_of(user->id);
    });
}

Result<void> Accounts::set_role(std::string_view email, Role role) {
    MSS_TRY(check_email(email));
    return database_.write([&](Connection& connection) -> Result<void> {
        Users users(connection);
        MSS_TRY_ASSIGN(const auto user, users.find_by_email(email));
        if (!user) return no_such_account(email);
        if (role != Role::owner) MSS_TRY(check_other_owner(users, *user));
        MSS_TRY(users.set_role(user->id, role));
        return {};
    });
}

Result<User> Accounts::find(std::string_view email) const {
    std::optional<User> user;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(user, Users(connection).find_by_email(email));
        return {};
    }));
    if (!user) return no_such_account(email);
    return std::move(*user);
}

Result<void> Accounts::remove_in(Connection& connection, std::string_view id) {
    Users users(connection);
    MSS_TRY_ASSIGN(const auto user, users.find(id));
    if (!user) return fail(Code::not_found, "the account is gone already");
    MSS_TRY(check_other_owner(users, *user));
    MSS_TRY(users.remove(id));
    return {};
}

Result<std::vector<User>> Accounts::list() const {
    std::vector<User> all;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(all, Users(connection).list());
        return {};
    }));
    return all;
}

Result<std::int64_t> Accounts::remove_expired_sessions() {
    std::int64_t removed = 0;
    MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(removed, Users(connection).remove_expired_sessions(clock_.now()));
        return {};
    }));
    return removed;
}

Result<void> Accounts::check_failures(std::string_view key, int most) {
    std::int64_t failures = 0;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(failures, Users(connection).failures_since(key, clock_.now() - kFailureWindow));
        return {};
    }));
    if (failures >= most)
        return fail(Code::rate_limited, "Too many attempts from here. Wait a minute, then try again.");
    return {};
}

Result<void> Accounts::add_failures(std::string_view account_key, std::string_view address_key) {
    return database_.write([&](Connection& connection) -> Result<void> {
        Users users(connection);
        MSS_TRY(users.add_failure(account_key, clock_.now()));
        if (address_key == account_key) return {};
        return users.add_failure(address_key, clock_.now());
    });
}

}  // namespace mss::studio
