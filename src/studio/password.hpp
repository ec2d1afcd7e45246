#pragma once
// Passwords: which ones may be chosen, and their Argon2id hashes (RFC 9106) through libsodium, in the PHC string form.
// PasswordHasher is shared by all threads; it hashes two passwords at a time, since each takes 64 MiB, and lets a few
// callers wait for that.

#include <semaphore>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace mss::studio {

inline constexpr std::size_t kPasswordLettersMin = 12;
inline constexpr std::size_t kPasswordLettersMax = 128;

/// Whether a password may be chosen: 12 to 128 characters of any alphabet, of which at least five differ, and not the
/// e-mail address. Errors: invalid.
Result<void> check_new_password(std::string_view password, std::string_view email);

/// What a hash costs. OWASP's Password Storage page asks for at least 19 MiB and two passes.
struct PasswordCost {
    unsigned long long passes = 3;
    std::size_t memory_bytes = 64U << 20U;
};

class PasswordHasher {
public:
    /// Throws std::runtime_error where libsodium cannot start.
    explicit PasswordHasher(PasswordCost cost = {});

    /// Errors: unavailable (no memory for it now, or too many wait).
    Result<std::string> hash(std::string_view password);
    /// Takes as long for an empty `hash`, which no password fits, as for another: who guesses learns nothing by timing.
    /// Errors: as hash().
    Result<bool> verify(std::string_view hash, std::string_view password);

private:
    const PasswordCost cost_;
    std::counting_semaphore<6> callers_{6};  ///< those that hash, and those that wait
    std::counting_semaphore<2> room_{2};
    std::string nobodys_;  ///< the hash of a password that nobody knows
};

}  // namespace mss::studio
