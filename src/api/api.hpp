#pragma once
// Api: all endpoints behind one router. Made by the composition root; any thread asks the router.

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "api/endpoint.hpp"
#include "api/event_hub.hpp"
#include "api/gate.hpp"
#include "api/word_endpoints.hpp"
#include "http_server/router.hpp"
#include "observe/log.hpp"
#include "page/page.hpp"
#include "store/database.hpp"
#include "studio/accounts.hpp"
#include "studio/library.hpp"
#include "studio/videos.hpp"
#include "studio/word_sources.hpp"
#include "tasks/task_store.hpp"

namespace mss::api {

/// What the endpoints work with; all outlive the Api.
struct ApiParts {
    studio::Accounts& accounts;
    studio::Library& library;
    studio::WordSources& sources;
    const studio::Videos& videos;
    tasks::TaskStore& tasks;
    store::Database& database;
    const page::Page& page;
    const observe::Logger& log;
};

struct ApiOptions {
    GateOptions gate;
    std::filesystem::path data_folder;
    std::string version;
};

class Api {
public:
    Api(const ApiParts& parts, const ApiOptions& options);
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    const http_server::Router& router() const { return router_; }
    /// One line a route, with who may call it.
    const Endpoints& endpoints() const { return endpoints_; }
    /// From now on the server says that it is going, and looks no words up any more.
    void announce_stop() {
        stopping_ = true;
        room_.close();
    }

private:
    Gate gate_;
    WordRoom room_;
    EventHub hub_;
    std::atomic<bool> stopping_ = false;
    Endpoints endpoints_;
    http_server::Router router_;
};

}  // namespace mss::api
