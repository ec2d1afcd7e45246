#pragma once
// A whole installation in a temporary folder, with the API over it and no socket: requests go to the router as the
// server would hand them on. For the tests of this module.

#include <functional>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "api/api.hpp"
#include "base/file.hpp"
#include "http/transport.hpp"
#include "icons/icons.hpp"
#include "studio/task_catalog.hpp"
#include "writing/starter.hpp"

namespace mss::api {

/// There is no network in these tests.
class NoNetwork final : public http::HttpTransport {
public:
    Result<http::Response> fetch(const http::Request& request) override {
        asked.push_back(request);
        if (meanwhile) meanwhile(request);
        return fail(Code::unavailable, "there is no network here");
    }
    std::vector<http::Request> asked;
    std::function<void(const http::Request&)> meanwhile;  ///< what happens while it is waited for
};

class TestInstallation {
public:
    explicit TestInstallation(studio::AccountOptions account_options = {}, GateOptions gate_options = {},
                              std::optional<writing::LanguageModelSettings> model = {})
        : database(store::Database::open(folder.path() / "mss.db").value()),
          starters(writing::StarterSet::load().value()),
          sources(*database, starters, {.patient = network, .direct = network},
                  {.model = std::move(model),
                   .wikipedia = {},
                   .wikipedia_if_on = {},
                   .language = "en",
                   .allow_private_addresses = false}),
          videos(
              {.cache_folder = folder.path() / "stages", .cache_limit_bytes = 1U << 20U, .media_program = "/nowhere"},
              icons, log),
          files(folder.path()),
          accounts(*database, clock, cheap(account_options)),
          registry(studio::task_catalog({})),
          tasks(tasks::SqliteTaskStore::open(*database, clock).value()),
          library(*database, *tasks, registry, files, clock),
          page(page::Page::load().value()),
          api({.accounts = accounts,
               .library = library,
               .sources = sources,
               .videos = videos,
               .tasks = *tasks,
               .database = *database,
               .page = page,
               .log = log},
              {.gate = std::move(gate_options), .data_folder = folder.path(), .version = "test"}) {}

    /// A request as a program sends it; `session` is a token, or empty.
    http_server::Response send(http_server::Method method, const std::string& path, const std::string& session = {},
                               std::string body = {}, const http_server::Fields& more = {},
                               const std::string& host = "127.0.0.1:8080") {
        http_server::Request request;
        request.method = method;
        const auto mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != std::string::npos) {
            for (std::string_view rest = std::string_view(path).substr(mark + 1); !rest.empty();) {
                const std::string_view pair = rest.substr(0, rest.find('&'));
                rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
                request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
            }
        }
        request.fields = more;
        request.fields.add("Host", host);
        if (!session.empty()) request.fields.add("Cookie", "mss_session=" + session);
        if (!body.empty()) request.fields.add("Content-Type", "application/json");
        request.body = std::move(body);
        request.remote_address = "192.0.2.1";
        request.id = "0197a3c2-0000-7000-8000-000000000000";
        return api.router().answer(request);
    }

    static json::Value body_of(const http_server::Response& response) {
        return json::parse(std::get<std::string>(response.body)).value_or(json::Value(nullptr));
    }

    /// A new account; its session's token.
    studio::SignedIn sign_up(const std::string& email) {
        return accounts.sign_up({.email = email, .password = "correct horse battery", .code = {}}, "192.0.2.1").value();
    }
    /// An account of a role, and a session of it.
    studio::SignedIn account(const std::string& email, store::Role role) {
        accounts.add(email, "correct horse battery", role).value();
        return accounts.log_in(email, "correct horse battery", "192.0.2.1").value();
    }

    /// A video about bees; an empty owner is whoever signs up first.
    studio::Video order(const std::string& owner, const std::string& title = "Bees") {
        studio::VideoOrder about_bees;
        about_bees.topic = "Bees";
        return library.order(owner, about_bees, title).value();
    }

    // What a hash costs is tested where it is made.
    static studio::AccountOptions cheap(studio::AccountOptions options) {
        options.password_cost = {.passes = 1, .memory_bytes = std::size_t{64} << 10U};
        return options;
    }

    TemporaryDirectory folder;
    std::ostringstream records;
    observe::Logger log{records, observe::Level::debug};
    ManualClock clock;
    std::unique_ptr<store::Database> database;
    NoNetwork network;
    writing::StarterSet starters;
    studio::WordSources sources;
    icons::IconSet icons;
    studio::Videos videos;
    studio::VideoFiles files;
    studio::Accounts accounts;
    tasks::Registry registry;
    std::unique_ptr<tasks::SqliteTaskStore> tasks;
    studio::Library library;
    page::Page page;
    Api api;
};

}  // namespace mss::api
