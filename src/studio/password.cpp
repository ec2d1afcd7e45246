#include "studio/password.hpp"

#include <array>
#include <set>
#include <sodium.h>
#include <stdexcept>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/identifier.hpp"
#include "base/utf8.hpp"

namespace mss::studio {
namespace {

constexpr std::size_t kDifferentLettersMin = 5;

class Room {
public:
    explicit Room(std::counting_semaphore<2>& semaphore) : semaphore_(semaphore) { semaphore_.acquire(); }
    ~Room() { semaphore_.release(); }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

private:
    std::counting_semaphore<2>& semaphore_;
};

}  // namespace

Result<void> check_new_password(std::string_view password, std::string_view email) {
    if (!utf8::valid(password)) return fail(Code::invalid, "The password is not valid UTF-8.");
    const std::u32string letters = utf8::decode(password);
    if (letters.size() < kPasswordLettersMin)
        return fail(Code::invalid,
                    fmt::format("The password needs at least {} characters; a few words in a row are easy to remember.",
                                kPasswordLettersMin));
    if (letters.size() > kPasswordLettersMax)
        return fail(Code::invalid, fmt::format("The password has more than {} characters.", kPasswordLettersMax));
    if (std::set<char32_t>(letters.begin(), letters.end()).size() < kDifferentLettersMin)
        return fail(Code::invalid, "The password repeats too few characters; it would be guessed soon.");
    if (ascii::to_lower(password) == ascii::to_lower(email))
        return fail(Code::invalid, "The password is the e-mail address; it would be guessed soon.");
    return {};
}

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
    if (::sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    // Made without the hash's cost, for a process that never signs anybody in: the salt and the result are random.
    const auto base64 = [](std::size_t bytes) {
        std::string text(sodium_base64_ENCODED_LEN(bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
        const std::string random = random_bytes(bytes);
        ::sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(random.data()), bytes,
                            sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
        text.pop_back();
        return text;
    };
    nobodys_ = fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost_.memory_bytes >> 10U, cost_.passes, base64(16),
                           base64(32));
}

Result<std::string> PasswordHasher::hash(std::string_view password) {
    const Room room(room_);
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (::crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes, cost_.memory_bytes,
                                crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(Code::unavailable, "there is not enough memory to hash a password now");
    return std::string(text.data());
}

bool PasswordHasher::verify(std::string_view hash, std::string_view password) {
    const Room room(room_);
    const std::string text(hash.empty() ? nobodys_ : hash);
    return ::crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0 && !hash.empty();
}

}  // namespace mss::studio
