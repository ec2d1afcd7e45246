#include "studio/password.hpp"

#include <array>
#include <cerrno>
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
constexpr std::size_t kOwnLettersMin = 5;

// What guessers try first, with digits and signs around it (NIST SP 800-63B, 5.1.1.2, asks to refuse such).
constexpr auto kFirstGuesses = std::to_array<std::string_view>(
    {"password", "passwort", "passwd",   "qwertyuiop",    "qwertzuiop", "asdfghjkl", "qwerty",   "qwertz",   "letmein",
     "welcome",  "changeme", "iloveyou", "administrator", "admin",      "sunshine",  "princess", "football", "baseball",
     "superman", "monkey",   "dragon",   "shadow",        "master",     "hello",     "secret",   "login"});

// A place that was taken, given back at the end.
template <class Semaphore>
class Place {
public:
    explicit Place(Semaphore& semaphore) : semaphore_(semaphore) {}
    ~Place() { semaphore_.release(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    Semaphore& semaphore_;
};

std::unexpected<Error> no_memory() {
    return fail(Code::unavailable, "There is not enough memory to look at a password now. Try again later.");
}

std::unexpected<Error> too_many() {
    return fail(Code::unavailable, "Many people are signing in just now. Try again in a few seconds.");
}

std::string without(std::string text, std::string_view part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
    return text;
}

// The letters that are left without what everybody uses, and that do not just go on counting as in "1234" or "aaaa".
std::size_t own_letters(std::string_view password, std::string_view email) {
    std::string left = ascii::to_lower(password);
    const std::string name = ascii::to_lower(email.substr(0, email.find('@')));
    if (name.size() >= kOwnLettersMin) left = without(std::move(left), name);
    for (const std::string_view guess : kFirstGuesses)
        left = without(std::move(left), guess);
    std::size_t own = 0;
    char32_t before = 0;
    for (const char32_t letter : utf8::decode(left)) {
        const bool goes_on = letter + 1 >= before && letter <= before + 1;
        if (!goes_on) ++own;
        before = letter;
    }
    return own;
}

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
        return fail(Code::invalid, "The password has too few different characters; it would be guessed soon.");
    if (ascii::to_lower(password) == ascii::to_lower(email))
        return fail(Code::invalid, "The password is the e-mail address; it would be guessed soon.");
    if (own_letters(password, email) < kOwnLettersMin)
        return fail(Code::invalid,
                    "The password is among the first that are tried; a few words in a row that only you would put "
                    "together are better.");
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
    if (!callers_.try_acquire()) return too_many();
    const Place caller(callers_);
    room_.acquire();
    const Place room(room_);
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (::crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost_.passes, cost_.memory_bytes,
                                crypto_pwhash_ALG_ARGON2ID13) != 0)
        return no_memory();
    return std::string(text.data());
}

Result<bool> PasswordHasher::verify(std::string_view hash, std::string_view password) {
    if (!callers_.try_acquire()) return too_many();
    const Place caller(callers_);
    room_.acquire();
    const Place room(room_);
    const std::string text(hash.empty() ? nobodys_ : hash);
    errno = 0;
    const bool fits = ::crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
    if (!fits && errno == ENOMEM) return no_memory();
    return fits && !hash.empty();
}

}  // namespace mss::studio
