// The database from a terminal, for who has the machine.
#include <ostream>

#include <fmt/format.h>

#include "app/installation.hpp"
#include "cli/commands.hpp"
#include "store/backup.hpp"

namespace mss::cli {
namespace {

Result<void> migrate(const Process& process, Console& console) {
    MSS_TRY_ASSIGN(const auto database, app::open_database(process.settings));
    console.out << fmt::format("The database {} is up to date.\n", database->file().string());
    return {};
}

Result<void> back_up(const std::string& copy, const Process& process, Console& console) {
    MSS_TRY(app::check_exists(process.settings));
    // Not opened as a server does, which brings its schema up to date: the copy is the way back to the older program.
    const auto database = app::database_file(process.settings);
    MSS_TRY(store::back_up(database, copy));
    console.out << fmt::format("{} is a copy of the database, for your eyes only. Copy the folder {} after it.\n", copy,
                               (database.parent_path() / "videos").string());
    return {};
}

}  // namespace

int run_database(const DatabaseArguments& arguments, const Process& process, Console& console) {
    const auto done = arguments.action == DatabaseArguments::Action::backup ? back_up(arguments.file, process, console)
                                                                            : migrate(process, console);
    return done ? finish(console) : report(console, process.log, done.error());
}

}  // namespace mss::cli
