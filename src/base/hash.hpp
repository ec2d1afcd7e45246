#pragma once
// SHA-256 (FIPS 180-4) through OpenSSL, as lowercase hex. Any thread; a Sha256 object is confined to one.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace mss {

class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(std::string_view bytes);
    /// 64 hex digits; call once.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

/// Hash of a whole file, read in pieces. Errors: io, not_found.
Result<std::string> sha256_file(const std::filesystem::path& path);

}  // namespace mss
