#pragma once
// What the owner chose in the page, for whoever looks at the settings from a terminal: the server goes by it, and
// `mss create` does not. Changes nothing, the schema of the database included. Blocking; any thread.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"

namespace mss::app {

struct PageChoices {
    std::vector<std::string> names;  ///< of the settings that a choice stands above, in order: "wikipedia"
    config::Settings in_force;       ///< as a server goes by them, the model's key included
};

/// Names none where nothing was set up in the data folder. Errors: unavailable, io.
Result<PageChoices> page_choices(const config::Settings& settings);

}  // namespace mss::app
