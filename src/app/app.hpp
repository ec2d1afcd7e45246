#pragma once
// App: the composition root. Builds every service from the settings, in order, owns them, and lets them go in reverse.
// No logic lives here. Confined to the thread that made it.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "observe/log.hpp"
#include "studio/videos.hpp"
#include "studio/words.hpp"

namespace mss::app {

class App {
public:
    /// `own_program` is the path of the running mss; the media program is looked for beside it. `log` outlives the App.
    /// Errors: invalid (a setting that cannot be used, a broken starter file).
    static Result<App> build(const config::Settings& settings, const std::filesystem::path& own_program,
                             const observe::Logger& log);

    App(App&&) noexcept;
    App& operator=(App&&) = delete;
    ~App();

    const studio::Words& words() const;
    const studio::Videos& videos() const;

private:
    struct Parts;
    explicit App(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// This program's version, such as "0.1.0".
std::string_view version();

/// How this program introduces itself to the sites that it reads: name, version and the operator's contact.
std::string user_agent(const config::Settings& settings);

/// The path of the running program (/proc/self/exe).
std::filesystem::path running_program();

}  // namespace mss::app
