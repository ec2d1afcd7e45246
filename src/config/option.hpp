#pragma once
// The one table of options. Reading, checking, `mss config show`, the help and .env.example are all made from it, so
// a new setting is one member of Settings and one line in option.cpp. Immutable data and pure functions; any thread.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "config/settings.hpp"

namespace mss::config {

// What a written value may look like.
struct Text {};
struct OnOff {};
struct Folder {
    bool may_be_absent = false;
};
struct Address {};      ///< host:port
struct LanguageTag {};  ///< BCP 47
struct WholeNumber {
    std::int64_t least = 0;
    std::int64_t most = 0;
};
struct Choice {
    std::string_view words;  ///< separated by blanks
};
struct Url {
    std::string_view schemes;  ///< separated by blanks
};
using Form = std::variant<Text, OnOff, Folder, Address, LanguageTag, WholeNumber, Choice, Url>;

using Member = std::variant<std::string Settings::*, std::int64_t Settings::*, bool Settings::*,
                            std::filesystem::path Settings::*, Secret Settings::*>;

enum class Group { general, writing, speech, server };

struct Option {
    std::string_view name;  ///< in the file and with --set; MSS_ and capitals make the environment's name
    Group group = Group::general;
    Member member;
    Form form;
    std::string_view fallback;  ///< as it would be written; empty where `help` says what happens
    std::string_view alias;     ///< the environment's name in an older deployment, or empty
    std::string_view commands;  ///< the commands that use it, separated by blanks; empty: none does yet
    std::string_view help;

    bool secret() const { return std::holds_alternative<Secret Settings::*>(member); }
};

/// All options, in the order in which people read them.
std::span<const Option> options();

/// By name ("llm_url"), or nullptr.
const Option* find_option(std::string_view name);

/// "llm_url" -> "MSS_LLM_URL".
std::string environment_name(std::string_view name);

/// What the option accepts, to follow "allowed: ".
std::string allowed_values(const Option& option);

/// Whether the text has the form of a BCP 47 tag, such as "en" or "zh-Hant-TW".
bool is_language_tag(std::string_view text);

/// Checks and stores a written value. Error: invalid, saying what is allowed and what was written (never a secret).
Result<void> assign(Settings& settings, const Option& option, std::string_view written);

/// The value as people may see it: secrets as "(set)", passwords in URLs as ***.
std::string shown_value(const Settings& settings, const Option& option);

/// `text` with the passwords of a URL (RFC 3986, "user:password@", and options whose names end in password) replaced
/// by ***.
std::string mask_password(std::string_view text);

/// The settings as a part of a help page.
std::string settings_help();

/// The whole of .env.example.
std::string env_example();

/// The known word nearest to `word` (Levenshtein distance), or empty where none is near enough to be meant.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace mss::config
