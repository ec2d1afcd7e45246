// Accounts from a terminal, for who has the machine.
#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/installation.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"

namespace mss::cli {
namespace {

constexpr std::size_t kPasswordLineMax = 4096;

struct ListedUser {
    std::string id;
    std::string email;
    std::string role;
    std::string created_at;
};
BOOST_DESCRIBE_STRUCT(ListedUser, (), (id, email, role, created_at))

struct AddedUser {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(AddedUser, (), (id))

// One line, so that `echo` and a file with a line's end serve alike. Never an argument: others see those.
Result<std::string> read_password(Console& console) {
    std::string line;
    std::getline(console.in, line);
    if (line.ends_with('\r')) line.pop_back();
    if (line.size() > kPasswordLineMax) return fail(Code::too_large, "the password on standard input is too long");
    if (line.empty()) return fail(Code::invalid, "there is no password on standard input");
    return line;
}

Result<void> list(const studio::Accounts& accounts, const UserArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(const auto users, accounts.list());
    if (arguments.json) {
        std::vector<ListedUser> rows;
        for (const store::User& user : users)
            rows.push_back({user.id, user.email, std::string(store::name_of(user.role)), rfc3339(user.created_at)});
        console.out << json::pretty(json::encode(rows));
        return {};
    }
    if (users.empty()) console.out << "There are no accounts yet. Whoever signs up first is the owner.\n";
    for (const store::User& user : users)
        console.out << fmt::format("{}  {:8}  {}  {}\n", user.id, store::name_of(user.role), rfc3339(user.created_at),
                                   utf8::printable(user.email, 254));
    return {};
}

Result<void> add(studio::Accounts& accounts, const UserArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(const std::string password, read_password(console));
    std::optional<store::Role> role;
    if (!arguments.role.empty()) role = store::role_named(arguments.role);
    MSS_TRY_ASSIGN(const store::User user, accounts.add(arguments.email, password, role));
    if (arguments.json)
        console.out << json::pretty(json::encode(AddedUser{user.id}));
    else
        console.out << user.id << '\n';
    return {};
}

Result<void> change_password(studio::Accounts& accounts, const UserArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(const std::string password, read_password(console));
    MSS_TRY(accounts.set_password(arguments.email, password));
    console.out << "The password is changed; all sessions of the account have ended.\n";
    return {};
}

Result<void> change_role(studio::Accounts& accounts, const UserArguments& arguments, Console& console) {
    MSS_TRY(accounts.set_role(arguments.email, *store::role_named(arguments.role)));
    console.out << fmt::format("{} is {} now.\n", arguments.email, arguments.role);
    return {};
}

Result<void> remove_account(app::Installation& installation, const UserArguments& arguments, Console& console) {
    MSS_TRY_ASSIGN(const store::User user, installation.accounts().find(arguments.email));
    MSS_TRY(installation.library().remove_all_of(
        user.id, [&](store::Connection& connection, std::int64_t videos) -> Result<void> {
            // First what no option changes. Whatever fails, all of it is taken back.
            MSS_TRY(studio::Accounts::remove_in(connection, user.id));
            if (videos == 0 || arguments.with_videos) return {};
            return fail(Code::conflict, fmt::format("{} has {} video{}; --with-videos removes them as well",
                                                    arguments.email, videos, videos == 1 ? "" : "s"));
        }));
    console.out << fmt::format("{} is removed.\n", arguments.email);
    return {};
}

Result<void> run(const UserArguments& arguments, const Process& process, Console& console) {
    // Only an account makes an installation: to look for others in a folder that has none is a typing error.
    if (arguments.action != UserArguments::Action::add) MSS_TRY(app::check_exists(process.settings));
    MSS_TRY_ASSIGN(const auto installation,
                   app::Installation::open(process.settings, app::running_program(), process.log));
    studio::Accounts& accounts = installation->accounts();
    switch (arguments.action) {
        case UserArguments::Action::add: return add(accounts, arguments, console);
        case UserArguments::Action::list: return list(accounts, arguments, console);
        case UserArguments::Action::password: return change_password(accounts, arguments, console);
        case UserArguments::Action::remove: return remove_account(*installation, arguments, console);
        case UserArguments::Action::role: return change_role(accounts, arguments, console);
    }
    return {};
}

}  // namespace

int run_user(const UserArguments& arguments, const Process& process, Console& console) {
    const auto done = run(arguments, process, console);
    return done ? finish(console) : report(console, process.log, done.error());
}

}  // namespace mss::cli
