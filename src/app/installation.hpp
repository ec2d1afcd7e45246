#pragma once
// Installation: everything that works on one data folder: the database, tasks, accounts, the library, where words come
// from. What the server, the workers, their children and the operator's commands have in common. Built from the
// settings by hand, in order; no logic lives here. Its services may be used by any thread; it is made and let go by
// one.

#include <filesystem>
#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "observe/log.hpp"
#include "store/database.hpp"
#include "studio/accounts.hpp"
#include "studio/library.hpp"
#include "studio/videos.hpp"
#include "studio/word_sources.hpp"
#include "tasks/definition.hpp"
#include "tasks/task_store.hpp"

namespace mss::app {

/// Errors: invalid (a setting asks for what this version cannot do).
Result<void> check_supported(const config::Settings& settings);

/// Errors: not_found (the data folder has no database).
Result<void> check_exists(const config::Settings& settings);

/// Where the database of an installation is.
std::filesystem::path database_file(const config::Settings& settings);

/// Opens the database of an installation, and brings its schema up to date. Errors: of Database::open.
Result<std::unique_ptr<store::Database>> open_database(const config::Settings& settings);

/// What of an installation a process needs: all of it, or, as the children of workers, all but the broker.
enum class Reach { whole, without_broker };

class Installation {
public:
    /// `log` outlives it. Errors: io, unavailable (also: there is no broker where MSS_BROKER_URL says), timeout,
    /// invalid (a setting that cannot be used, a database of a newer MSS).
    static Result<std::unique_ptr<Installation>> open(const config::Settings& settings,
                                                      const std::filesystem::path& own_program,
                                                      const observe::Logger& log, Reach reach = Reach::whole);
    ~Installation();
    Installation(const Installation&) = delete;
    Installation& operator=(const Installation&) = delete;

    const Clock& clock() const;
    store::Database& database();
    /// For those who ask and watch.
    tasks::TaskStore& tasks();
    /// For workers: the broker, where there is one.
    tasks::TaskStore& queue();
    /// Keeps broker and record in step from now on, where there is a broker: for processes that stay.
    void keep_record();
    /// All kinds of tasks, with the functions that do the work.
    const tasks::Registry& registry() const;
    studio::Accounts& accounts();
    studio::Library& library();
    studio::WordSources& sources();
    const studio::Videos& videos() const;

private:
    struct Parts;
    explicit Installation(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::app
