#pragma once
// Web: the HTTP server over an installation. Made, started and stopped by one thread.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "app/installation.hpp"

namespace mss::app {

/// Where a server listens: "127.0.0.1:8080" taken apart; without the brackets of an IPv6 address.
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
};
ListenAddress listen_address(const config::Settings& settings);

/// Whether only programs of this machine can connect to the server.
bool listens_on_loopback(const config::Settings& settings);
/// Whether people of other machines come to it, be it through a proxy on this one.
bool reached_from_elsewhere(const config::Settings& settings);

class Web {
public:
    /// Listens at once; answers after start(). Both outlive it. Errors: unavailable (the address is taken), invalid.
    static Result<std::unique_ptr<Web>> listen(Installation& installation, const config::Settings& settings,
                                               const observe::Logger& log);
    ~Web();
    Web(const Web&) = delete;
    Web& operator=(const Web&) = delete;

    void start();
    /// The address that people open: the public one where it is set.
    std::string address() const;
    /// Says that it is going, lets running requests end, and closes the rest.
    void stop(std::chrono::milliseconds grace);

private:
    struct Parts;
    explicit Web(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::app
