#pragma once
// App: the composition root. Builds every service from the settings, in order, owns them, and lets them go in reverse.
// No logic lives here. Confined to the thread that made it.

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "studio/videos.hpp"
#include "studio/words.hpp"

namespace mss::app {

class App {
public:
    /// `own_program` is the path of the running mss; the media program is looked for beside it.
    /// Errors: invalid (a setting that cannot be used, a broken starter file).
    static Result<App> build(const config::Settings& settings, const std::filesystem::path& own_program);

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

/// The path of the running program (/proc/self/exe).
std::filesystem::path running_program();

}  // namespace mss::app
