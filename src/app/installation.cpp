#include "app/installation.hpp"

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/broker.hpp"
#include "app/outbound.hpp"
#include "app/web.hpp"
#include "base/file.hpp"
#include "http/curl_transport.hpp"
#include "http/logging_transport.hpp"
#include "http/retry.hpp"
#include "icons/icons.hpp"
#include "studio/generate_video.hpp"
#include "studio/sent_call.hpp"
#include "studio/task_catalog.hpp"
#include "tasks/brokered_task_store.hpp"
#include "tasks/record_keeper.hpp"
#include "tasks/sqlite_task_store.hpp"
#include "writing/starter.hpp"

namespace mss::app {

// In order of dependence: each part uses only those above it.
struct Installation::Parts {
    Parts(const config::Settings& settings, const std::filesystem::path& own_program, const observe::Logger& logger,
          std::unique_ptr<store::Database> opened, writing::StarterSet set,
          std::optional<speech_service::PaidSpeechSettings> voices)
        : log(logger),
          database(std::move(opened)),
          curl(user_agent(settings)),
          logged(curl, log),
          transport(logged, {}, {}, http::real_timing()),
          starters(std::move(set)),
          sources(*database, starters, {.patient = transport, .direct = logged}, word_defaults(settings)),
          videos(
              [&] {
                  if (voices) paid.emplace(logged, clock, *std::move(voices));
                  return video_options(settings, own_program, paid ? &*paid : nullptr);
              }(),
              icons, log),
          files(settings.data_dir),
          accounts(*database, clock,
                   {.sign_up_open = settings.sign_up,
                    .sign_up_source = choice_source(settings, "sign_up"),
                    .first_needs_code = reached_from_elsewhere(settings)}),
          registry(studio::task_catalog(
              {.generate_video =
                   [this](const studio::GenerateVideoArguments& arguments, const tasks::TaskContext& context) {
                       return studio::generate_video({sources, videos, files, *database, *record, clock, log},
                                                     arguments, context);
                   },
               .accept_call = [this](const json::Value& arguments,
                                     const tasks::TaskContext& context) -> Result<studio::GenerateVideoArguments> {
                   return studio::accept_call({*database, *record, clock}, arguments, context);
               },
               .clean_up_sessions = [this] { return accounts.remove_expired_sessions(); },
               .clean_up_files = [this] { return library->empty_old_trash(); }})) {}

    Result<void> open_tasks(const config::Settings& settings, Reach reach) {
        const bool has_broker = !queue_is_here(settings);
        MSS_TRY_ASSIGN(record, tasks::SqliteTaskStore::open(*database, clock,
                                                            has_broker ? tasks::Duty::record : tasks::Duty::queue));
        library.emplace(*database, *record, registry, files, clock);
        if (!has_broker || reach == Reach::without_broker) return {};
        MSS_TRY_ASSIGN(broker, open_broker(settings, registry.names(), log));
        brokered.emplace(*record, *broker);
        return {};
    }

    const observe::Logger& log;
    SystemClock clock;
    std::unique_ptr<store::Database> database;
    http::CurlTransport curl;
    http::LoggingTransport logged;
    http::RetryingTransport transport;
    writing::StarterSet starters;
    studio::WordSources sources;
    icons::IconSet icons;
    std::optional<speech_service::PaidSpeech> paid;
    studio::Videos videos;
    studio::VideoFiles files;
    studio::Accounts accounts;
    tasks::Registry registry;
    std::unique_ptr<tasks::SqliteTaskStore> record;  ///< also the queue, where there is no broker
    std::unique_ptr<tasks::TaskStore> broker;
    std::optional<tasks::BrokeredTaskStore> brokered;
    std::optional<studio::Library> library;
    std::optional<tasks::RecordKeeper> keeper;  // last: it uses the stores
};

std::filesystem::path database_file(const config::Settings& settings) {
    return settings.data_dir / "mss.db";
}

Result<void> check_supported(const config::Settings& settings) {
    if (!settings.database_url.empty() || !settings.storage_url.empty())
        return fail(Code::invalid,
                    "this version keeps accounts, videos and files in the data folder: MSS_DATABASE_URL and "
                    "MSS_STORAGE_URL must not be set");
    if (!settings.result_url.empty() && settings.result_url != settings.broker_url)
        return fail(Code::invalid,
                    "this version keeps results where tasks wait: MSS_RESULT_URL must not be set, or be the same as "
                    "MSS_BROKER_URL");
    return {};
}

Result<void> check_exists(const config::Settings& settings) {
    std::error_code ignored;
    if (std::filesystem::exists(database_file(settings), ignored)) return {};
    return fail(Code::not_found, fmt::format("nothing has been set up in {}; MSS_DATA_DIR names the data folder",
                                             settings.data_dir.string()));
}

Result<std::unique_ptr<store::Database>> open_database(const config::Settings& settings) {
    return store::Database::open(database_file(settings), {.full_sync = settings.database_sync != "normal"});
}

Installation::Installation(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Installation::~Installation() = default;

Result<std::unique_ptr<Installation>> Installation::open(const config::Settings& settings,
                                                         const std::filesystem::path& own_program,
                                                         const observe::Logger& log, Reach reach) {
    MSS_TRY(check_supported(settings));
    MSS_TRY_ASSIGN(auto database, open_database(settings));
    MSS_TRY_ASSIGN(auto starters, writing::StarterSet::load());
    MSS_TRY_ASSIGN(auto voices, paid_speech_settings(settings));
    auto parts = std::make_unique<Parts>(settings, own_program, log, std::move(database), std::move(starters),
                                         std::move(voices));
    MSS_TRY(parts->open_tasks(settings, reach));
    return std::unique_ptr<Installation>(new Installation(std::move(parts)));
}

const Clock& Installation::clock() const {
    return parts_->clock;
}
store::Database& Installation::database() {
    return *parts_->database;
}
tasks::TaskStore& Installation::tasks() {
    if (parts_->brokered) return *parts_->brokered;
    return *parts_->record;
}
tasks::TaskStore& Installation::queue() {
    if (parts_->broker) return *parts_->broker;
    return *parts_->record;
}
void Installation::keep_record() {
    if (parts_->broker && !parts_->keeper)
        parts_->keeper.emplace(*parts_->database, *parts_->record, *parts_->broker, parts_->clock, parts_->log,
                               "redis");
}
const tasks::Registry& Installation::registry() const {
    return parts_->registry;
}
studio::Accounts& Installation::accounts() {
    return parts_->accounts;
}
studio::Library& Installation::library() {
    return *parts_->library;
}
studio::WordSources& Installation::sources() {
    return parts_->sources;
}
const studio::Videos& Installation::videos() const {
    return parts_->videos;
}

}  // namespace mss::app
