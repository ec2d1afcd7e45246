#include "studio/password.hpp"

#include <gtest/gtest.h>

namespace mss::studio {
namespace {

TEST(Password, IsKnownAgainByItsHash) {
    PasswordHasher hasher;
    const auto hash = hasher.hash("correct horse battery");
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    EXPECT_TRUE(hasher.verify(*hash, "correct horse battery").value());
    EXPECT_FALSE(hasher.verify(*hash, "correct horse batterz").value());
    EXPECT_FALSE(hasher.verify(*hash, "").value());
}

TEST(Password, HashesOfOnePasswordDiffer) {
    PasswordHasher hasher;
    EXPECT_NE(*hasher.hash("correct horse battery"), *hasher.hash("correct horse battery"));
}

TEST(Password, NoPasswordFitsAnEmptyOrBrokenHash) {
    PasswordHasher hasher;
    EXPECT_FALSE(hasher.verify("", "").value());
    EXPECT_FALSE(hasher.verify("", "correct horse battery").value());
    EXPECT_FALSE(hasher.verify("$argon2id$", "correct horse battery").value());
}

TEST(Password, IsLongEnoughAndNotTooLong) {
    EXPECT_FALSE(check_new_password("short word1", "a@b.example"));
    EXPECT_TRUE(check_new_password("twelve chars", "a@b.example"));
    EXPECT_TRUE(check_new_password("zw\xC3\xB6lf Zeichen", "a@b.example"));
    EXPECT_FALSE(check_new_password(std::string(100, 'a') + std::string(29, 'b'), "a@b.example"));
    EXPECT_FALSE(check_new_password("\xFF\xFE is no text at all", "a@b.example"));
}

TEST(Password, IsNotWhatEverybodyGuesses) {
    EXPECT_FALSE(check_new_password("aaaaaaaaaaaaaaaa", "a@b.example"));
    EXPECT_FALSE(check_new_password("121212121212", "a@b.example"));
    EXPECT_FALSE(check_new_password("Ann@Many.Example", "ann@many.example"));
    for (const char* guess : {"password1234", "Password!2345", "123456789012", "qwertyuiop12", "abcdefghijkl",
                              "letmein letmein", "annabell2345"})
        EXPECT_FALSE(check_new_password(guess, "annabell@many.example")) << guess;
    for (const char* good : {"my password is odd", "annabell sings", "correct horse battery", "0f7d22a9c1b6"})
        EXPECT_TRUE(check_new_password(good, "annabell@many.example")) << good;
}

}  // namespace
}  // namespace mss::studio
