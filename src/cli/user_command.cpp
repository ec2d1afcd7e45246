// Accounts and the database from a terminal, for who has the machine.
#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/installation.hpp"
#include "base/json.hpp"
#include "cli/commands.hpp"

namespace mss::cli {
namespace {

constexpr std::size_t kPasswordLineMax = 4096;

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

Result<void> run(const UserArguments& arguments, const Process& process, Console& console) {
    MSS_TRY_ASSIGN(const std::string password, read_password(console));
    MSS_TRY_ASSIGN(const auto installation,
                   app::Installation::open(process.settings, app::running_program(), process.log));
    if (arguments.action == UserArguments::Action::password) {
        MSS_TRY(installation->accounts().set_password(arguments.email, password));
        console.out << "The password is changed; all sessions of the account have ended.\n";
        return {};
    }
    std::optional<store::Role> role;
    if (!arguments.role.empty()) role = store::role_named(arguments.role);
    MSS_TRY_ASSIGN(const store::User user, installation->accounts().add(arguments.email, password, role));
    if (arguments.json)
        console.out << json::pretty(json::encode(AddedUser{user.id}));
    else
        console.out << user.id << '\n';
    return {};
}

}  // namespace

int run_user(const UserArguments& arguments, const Process& process, Console& console) {
    const auto done = run(arguments, process, console);
    return done ? finish(console) : report(console, process.log, done.error());
}

int run_database_migrate(const Process& process, Console& console) {
    const auto opened = app::open_database(process.settings);
    if (!opened) return report(console, process.log, opened.error());
    console.out << fmt::format("The database {} is up to date.\n", (*opened)->file().string());
    return finish(console);
}

}  // namespace mss::cli
