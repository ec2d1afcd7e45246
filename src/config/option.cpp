#include "config/option.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/overload.hpp"
#include "base/utf8.hpp"

namespace mss::config {
namespace {

constexpr std::size_t kValueBytesMax = 4096;

constexpr Option kOptions[] = {
    {"data_dir", Group::general, &Settings::data_dir, Folder{}, "", "", "create up web worker task user db doctor",
     "Folder for everything that is kept. When absent: $STATE_DIRECTORY, else $XDG_DATA_HOME/mss, else "
     "~/.local/share/mss."},
    {"voices_dir", Group::general, &Settings::voices_dir, Folder{.may_be_absent = true}, "", "",
     "create voices up web worker doctor",
     "Folder of natural voices; each folder in it that holds a voice.json is one. When absent: voices in the data "
     "folder."},
    {"cache_limit_mb", Group::general, &Settings::cache_limit_mb, WholeNumber{64, 1'048'576}, "4096", "",
     "create up worker", "How much disk the finished stages of earlier runs may take, in MiB. The oldest make room."},
    {"threads", Group::general, &Settings::threads, WholeNumber{0, 256}, "0", "", "create up worker",
     "Threads of the video encoder; 0 uses all cores."},
    {"speech_processes", Group::general, &Settings::speech_processes, WholeNumber{1, 16}, "2", "", "create up worker",
     "How many sentences a natural voice says at once. Each takes some 300 MB of memory while a video is made."},
    {"log_level", Group::general, &Settings::log_level, Choice{"error warning info debug"}, "warning", "",
     "create topics voices up web worker task user db doctor",
     "The least important records that are written to standard error; debug tells of every stage, request and "
     "process."},

    {"language", Group::writing, &Settings::language, LanguageTag{}, "en", "", "create topics up web worker doctor",
     "Language of scripts and voices where a command names none."},
    {"llm_url", Group::writing, &Settings::llm_url, Url{"http https"}, "", "", "create topics up web worker doctor",
     "Address of a language model that speaks the chat-completions protocol, such as "
     "http://127.0.0.1:8081/v1. When absent: scripts come from your text, an article or Wikipedia."},
    {"llm_key", Group::writing, &Settings::llm_key, Text{}, "", "", "create topics up web worker doctor",
     "Key for the language model, where it asks for one. MSS_LLM_KEY_FILE names a file that holds it instead."},
    {"llm_model", Group::writing, &Settings::llm_model, Text{}, "", "", "create topics up web worker",
     "Name of the model to ask for. When absent: the server's own choice."},
    {"llm_timeout", Group::writing, &Settings::llm_timeout, WholeNumber{1, 3600}, "120", "",
     "create topics up web worker", "Seconds to wait for the language model."},
    {"wikipedia", Group::writing, &Settings::wikipedia, OnOff{}, "on", "", "create topics up web worker doctor",
     "Whether topics may be looked up in Wikipedia."},
    {"wikipedia_url", Group::writing, &Settings::wikipedia_url, Url{"http https"},
     "https://{language}.wikipedia.org/w/api.php", "", "create topics up web worker doctor",
     "Address of the MediaWiki interface to ask; {language} is replaced by the language."},
    {"contact", Group::writing, &Settings::contact, Text{}, "", "", "create topics up web worker doctor",
     "Your e-mail or web address, told to the sites that are read, as Wikimedia's user-agent policy asks."},
    {"allow_private_addresses", Group::writing, &Settings::allow_private_addresses, OnOff{}, "on", "",
     "create up web worker",
     "Whether articles may be read from this machine and the local network: on by default for mss create, off for the "
     "server, where strangers choose the addresses."},

    {"speech_url", Group::speech, &Settings::speech_url, Url{"http https"}, "", "",
     "create voices up web worker doctor",
     "Address of a speech service whose voices can be chosen beside those of this machine: one that speaks OpenAI's "
     "protocol, such as https://api.openai.com/v1, or https://api.elevenlabs.io. What is spoken goes there. When "
     "absent: "
     "no paid voices."},
    {"speech_service", Group::speech, &Settings::speech_service, Choice{"openai elevenlabs"}, "", "",
     "create voices up web worker doctor",
     "Which protocol the speech service speaks. When absent: elevenlabs where the address is theirs, else openai."},
    {"speech_key", Group::speech, &Settings::speech_key, Text{}, "", "", "create voices up web worker doctor",
     "Key for the speech service. MSS_SPEECH_KEY_FILE names a file that holds it instead."},
    {"speech_model", Group::speech, &Settings::speech_model, Text{}, "", "", "create voices up web worker doctor",
     "Name of the model that speaks. When absent: tts-1 (openai) or eleven_multilingual_v2 (elevenlabs)."},
    {"speech_voices", Group::speech, &Settings::speech_voices, Text{}, "", "", "create voices up web worker doctor",
     "Which voices of the speech service are offered, as it names them, with commas between: alloy,nova for OpenAI, "
     "identifiers for ElevenLabs. They are then called openai:alloy or elevenlabs:IDENTIFIER, and speak only where "
     "they are named. When absent: none."},
    {"speech_timeout", Group::speech, &Settings::speech_timeout, WholeNumber{1, 600}, "60", "",
     "create voices up web worker", "Seconds to wait for the speech service to say one sentence."},
    {"speech_budget", Group::speech, &Settings::speech_budget, WholeNumber{0, 1'000'000'000}, "100000", "",
     "create voices up web worker doctor",
     "How many characters this installation (its data folder) may send to the speech service in a calendar month "
     "(UTC), since that is what is billed: 100000 are some two hours of speech. What would go beyond it is refused "
     "until the next month; 0 refuses everything. Sentences that were paid for once are kept and cost nothing again."},

    {"listen", Group::server, &Settings::listen, Address{}, "127.0.0.1:8080", "", "up web",
     "Address and port of the server. 0.0.0.0:8080 lets other machines in."},
    {"public_url", Group::server, &Settings::public_url, Url{"http https"}, "", "", "up web",
     "The address that people type, where it is another one, such as https://mss.example.org behind a proxy on this "
     "machine, which then has to send X-Forwarded-For. It has no path. With https the session's cookie goes over "
     "encrypted connections only."},
    {"sign_up", Group::server, &Settings::sign_up, OnOff{}, "on", "", "up web",
     "Whether people may make accounts for themselves. The owner can change it in the page; the first account is "
     "always possible."},
    {"database_sync", Group::server, &Settings::database_sync, Choice{"full normal"}, "full", "",
     "up web worker task user",
     "When a write to the database is done: full waits for the disk, normal may lose the last moments in a power "
     "failure (but nothing when a program or the system's software crashes)."},
    {"database_url", Group::server, &Settings::database_url, Url{"sqlite postgres postgresql"}, "", "", "",
     "Where accounts and videos are recorded. When absent: an SQLite file in the data folder."},
    {"redis_url", Group::server, &Settings::redis_url, Url{"redis rediss"}, "", "", "",
     "A Redis for the shared cache. When absent: formed from REDIS_HOST, REDIS_PORT and REDIS_DB where those are set."},
    {"broker_url", Group::server, &Settings::broker_url, Url{"sqlite redis rediss redis+socket unix sentinel"}, "",
     "CELERY_BROKER_URL", "up web worker task inspect user doctor",
     "Where tasks wait: a Redis server that several machines and programs of Celery may share, such as "
     "redis://:password@host:6379/0, rediss://host/0?ssl_ca_certs=/etc/ca.pem for TLS, redis+socket:///run/redis.sock, "
     "or the Sentinels that know it: sentinel://:password@one:26379/0;sentinel://two:26379. When absent: in the "
     "database."},
    {"broker_master_name", Group::server, &Settings::broker_master_name, Text{}, "", "",
     "up web worker task inspect user doctor",
     "Under which name the Sentinels know the Redis server; as Celery's master_name. Only with sentinel://."},
    {"broker_sentinel_password", Group::server, &Settings::broker_sentinel_password, Text{}, "", "",
     "up web worker task inspect user doctor",
     "Password of the Sentinels themselves, where they want one. MSS_BROKER_SENTINEL_PASSWORD_FILE names a file that "
     "holds it instead."},
    {"broker_key_prefix", Group::server, &Settings::broker_key_prefix, Text{}, "", "",
     "up web worker task inspect user doctor",
     "What stands before every key and channel of the broker; as Celery's global_keyprefix. All programs that share "
     "queues say the same."},
    {"broker_priority_steps", Group::server, &Settings::broker_priority_steps, Text{}, "0,3,6,9", "",
     "up web worker task inspect user doctor",
     "Which priorities have a list of their own, ascending and with commas between; as Celery's priority_steps."},
    {"broker_separator", Group::server, &Settings::broker_separator, Text{}, "", "",
     "up web worker task inspect user doctor",
     "What stands between a queue's name and its priority; as Celery's sep. When absent: the bytes 06 16, as there."},
    {"broker_queue_order", Group::server, &Settings::broker_queue_order, Choice{"round_robin priority sorted"},
     "round_robin", "", "up worker",
     "Which of several queues is served first: each in turn, always as they are named, or by their names; as Celery's "
     "queue_order_strategy."},
    {"broker_visibility_timeout", Group::server, &Settings::broker_visibility_timeout, WholeNumber{10, 31'536'000},
     "3600", "", "up web worker task user doctor",
     "After how many seconds what a worker in Python took and never acknowledged counts as forgotten; as Celery's "
     "visibility_timeout, and best the same."},
    {"result_url", Group::server, &Settings::result_url, Url{"sqlite redis rediss redis+socket unix sentinel"}, "",
     "CELERY_RESULT_BACKEND", "",
     "Where the results of tasks are kept. When absent: beside the tasks, which is the only place in this version."},
    {"result_key_prefix", Group::server, &Settings::result_key_prefix, Text{}, "", "", "up web worker task user",
     "What stands before the keys of results; as global_keyprefix in Celery's result_backend_transport_options."},
    {"storage_url", Group::server, &Settings::storage_url, Url{"file s3"}, "", "", "",
     "Where finished files are kept. When absent: in the data folder."},
    {"secret_key", Group::server, &Settings::secret_key, Text{}, "", "", "",
     "Key for what a server signs or encrypts; this one does neither: sessions are random tokens. MSS_SECRET_KEY_FILE "
     "names a file that holds it instead."},
};

std::string_view title_of(Group group) {
    switch (group) {
        case Group::general: return "Making videos on this machine";
        case Group::writing: return "Where the words come from";
        case Group::speech: return "Paid voices of a speech service";
        case Group::server: return "The server";
    }
    return "";
}

template <class Visit>
void for_each_word(std::string_view words, Visit visit) {
    while (!words.empty()) {
        const auto length = std::min(words.find(' '), words.size());
        visit(words.substr(0, length));
        words.remove_prefix(std::min(length + 1, words.size()));
    }
}

bool has_word(std::string_view words, std::string_view wanted) {
    bool found = false;
    for_each_word(words, [&](std::string_view word) { found = found || word == wanted; });
    return found;
}

std::string joined(std::string_view words, std::string_view suffix) {
    std::string list;
    for_each_word(
        words, [&](std::string_view word) { list += fmt::format("{}{}{}", list.empty() ? "" : ", ", word, suffix); });
    return list;
}

std::optional<std::int64_t> whole_number(std::string_view written) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
    if (error != std::errc() || end != written.data() + written.size()) return std::nullopt;
    return number;
}

std::optional<bool> on_off(std::string_view written) {
    if (has_word("on true yes 1", written)) return true;
    if (has_word("off false no 0", written)) return false;
    return std::nullopt;
}

// host:port, where an IPv6 host stands in brackets. Port 0 lets the system choose one.
bool is_address(std::string_view written) {
    const auto colon = written.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const auto port = whole_number(written.substr(colon + 1));
    const auto host = written.substr(0, colon);
    const bool plain = host.find_first_of(":[]") == std::string_view::npos;
    const bool bracketed = host.front() == '[' && host.back() == ']' && host.size() > 2;
    return port && *port >= 0 && *port <= 65'535 && (plain || bracketed) &&
           host.find_first_of(" /@") == std::string_view::npos;
}

bool is_url(std::string_view written, std::string_view schemes) {
    const auto colon = written.find(':');
    if (colon == std::string_view::npos || !has_word(schemes, written.substr(0, colon))) return false;
    const auto rest = written.substr(colon + 1);
    // These name a path; everything else names a host.
    const bool path_only = has_word("sqlite file redis+socket unix", written.substr(0, colon));
    const bool names_host = rest.starts_with("//") && rest.size() > 2 && rest[2] != '/';
    return (names_host || (path_only && !rest.empty())) &&
           written.find_first_of(" \"<>\\^`|") == std::string_view::npos;
}

// Whether the text has the option's form; says nothing about an empty text.
bool has_form(const Form& form, std::string_view written) {
    return std::visit(Overload{
                          [&](const Text&) { return true; },
                          [&](const Folder&) { return true; },
                          [&](const OnOff&) { return on_off(written).has_value(); },
                          [&](const Address&) { return is_address(written); },
                          [&](const LanguageTag&) { return is_language_tag(written); },
                          [&](const WholeNumber& range) {
                              const auto number = whole_number(written);
                              return number && *number >= range.least && *number <= range.most;
                          },
                          [&](const Choice& choice) { return has_word(choice.words, written); },
                          [&](const Url& url) { return is_url(written, url.schemes); },
                      },
                      form);
}

bool may_be_empty(const Option& option) {
    const auto* folder = std::get_if<Folder>(&option.form);
    return option.fallback.empty() && (folder == nullptr || folder->may_be_absent);
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(
        text, [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == '\x7f'; });
}

void store(Settings& settings, const Member& member, std::string_view written) {
    std::visit(Overload{
                   [&](std::string Settings::* text) { settings.*text = written; },
                   [&](std::int64_t Settings::* number) { settings.*number = whole_number(written).value_or(0); },
                   [&](bool Settings::* flag) { settings.*flag = on_off(written).value_or(false); },
                   [&](std::filesystem::path Settings::* path) { settings.*path = written; },
                   [&](Secret Settings::* secret) { settings.*secret = Secret(std::string(written)); },
               },
               member);
}

// "Used by: mss create, mss doctor." A group that nothing uses says so in its title.
std::string used_by(const Option& option) {
    std::string commands;
    for_each_word(option.commands, [&](std::string_view command) {
        commands += fmt::format("{}mss {}", commands.empty() ? "" : ", ", command);
    });
    return commands.empty() ? std::string("Used by no command yet.") : fmt::format("Used by: {}.", commands);
}

// Breaks at blanks so that no line passes `width`; each line begins with `indent`.
std::string wrapped(std::string_view text, std::string_view indent, std::size_t width) {
    std::string out;
    std::size_t column = 0;
    for_each_word(text, [&](std::string_view word) {
        const bool fits = column > 0 && column + 1 + word.size() <= width;
        if (!fits) {
            if (column > 0) out += '\n';
            out += indent;
            column = indent.size();
        } else {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
    });
    return out + '\n';
}

std::string mask_login(std::string_view text) {
    const auto authority = text.find("://");
    if (authority == std::string_view::npos) return std::string(text);
    const auto begin = authority + 3;
    const auto end = std::min(text.find_first_of("/?#", begin), text.size());
    const auto at = text.substr(0, end).rfind('@');
    if (at == std::string_view::npos || at < begin) return std::string(text);
    const auto colon = text.substr(0, at).find(':', begin);
    if (colon == std::string_view::npos) return std::string(text);
    return fmt::format("{}:***{}", text.substr(0, colon), text.substr(at));
}

// Behind the question mark: password=x, sentinel_password=x.
std::string mask_options(std::string_view text) {
    constexpr std::string_view kName = "password=";
    std::string masked;
    auto from = std::min(text.find('?'), text.size());
    masked += text.substr(0, from);
    text.remove_prefix(from);
    while (true) {
        const auto at = text.find(kName);
        if (at == std::string_view::npos) return masked.append(text);
        masked.append(text.substr(0, at + kName.size())).append("***");
        text.remove_prefix(at + kName.size());
        text.remove_prefix(std::min(text.find_first_of("&;"), text.size()));
    }
}

}  // namespace

std::span<const Option> options() {
    return kOptions;
}

const Option* find_option(std::string_view name) {
    const auto* found = std::ranges::find(kOptions, name, &Option::name);
    return found == std::end(kOptions) ? nullptr : found;
}

std::string environment_name(std::string_view name) {
    std::string capitals = "MSS_";
    for (const char letter : name)
        capitals += ascii::to_upper(letter);
    return capitals;
}

std::string allowed_values(const Option& option) {
    return std::visit(Overload{
                          [](const Text&) { return std::string("one line of text"); },
                          [](const Folder&) { return std::string("the path of a folder"); },
                          [](const OnOff&) { return std::string("on, off"); },
                          [](const Address&) { return std::string("host:port, such as 127.0.0.1:8080"); },
                          [](const LanguageTag&) { return std::string("a language tag, such as en or pt-BR"); },
                          [](const WholeNumber& range) {
                              return fmt::format("a whole number from {} to {}", range.least, range.most);
                          },
                          [](const Choice& choice) { return joined(choice.words, ""); },
                          [](const Url& url) { return "an address that begins with " + joined(url.schemes, ":"); },
                      },
                      option.form);
}

// RFC 5646 says more; what matters here is a language of two or three letters, then parts of at most eight.
bool is_language_tag(std::string_view text) {
    std::size_t part = 0;
    while (true) {
        const auto length = std::min(text.find('-'), text.size());
        const auto subtag = text.substr(0, length);
        const bool fits = part == 0 ? length >= 2 && length <= 3 : length >= 1 && length <= 8;
        if (!fits || !std::ranges::all_of(subtag, ascii::is_alphanumeric)) return false;
        if (length == text.size()) return true;
        text.remove_prefix(length + 1);
        ++part;
    }
}

Result<void> assign(Settings& settings, const Option& option, std::string_view written) {
    const bool plain = written.size() <= kValueBytesMax && utf8::valid(written) && !has_control_character(written);
    const bool good = plain && (written.empty() ? may_be_empty(option) : has_form(option.form, written));
    if (!good) {
        const std::string value = option.secret() ? "a text that cannot be used"
                                                  : fmt::format("\"{}\"", mask_password(utf8::printable(written, 60)));
        return fail(Code::invalid, fmt::format("is {}; allowed: {}", value, allowed_values(option)));
    }
    store(settings, option.member, written);
    return {};
}

std::string shown_value(const Settings& settings, const Option& option) {
    return std::visit(
        Overload{
            [&](std::string Settings::* text) { return mask_password(settings.*text); },
            [&](std::int64_t Settings::* number) { return std::to_string(settings.*number); },
            [&](bool Settings::* flag) { return std::string(settings.*flag ? "on" : "off"); },
            [&](std::filesystem::path Settings::* path) { return (settings.*path).string(); },
            [&](Secret Settings::* secret) { return std::string((settings.*secret).empty() ? "" : "(set)"); },
        },
        option.member);
}

std::string mask_password(std::string_view text) {
    // Sentinels are several addresses; a semicolon may also be a part of a password.
    constexpr std::string_view kNextAddress = ";sentinel://";
    std::string masked;
    while (true) {
        const auto end = text.find(kNextAddress);
        masked += mask_login(mask_options(text.substr(0, end)));
        if (end == std::string_view::npos) return masked;
        masked += ';';
        text.remove_prefix(end + 1);
    }
}

std::string settings_help() {
    std::string page;
    for (const Option& option : kOptions) {
        if (&option == kOptions || option.group != (&option - 1)->group)
            page += fmt::format("{}{}\n", page.empty() ? "" : "\n", title_of(option.group));
        page += fmt::format("  {}", environment_name(option.name));
        if (!option.fallback.empty()) page += fmt::format(" (default {})", option.fallback);
        page += '\n';
        page += wrapped(option.help, "      ", 100);
        page += wrapped(fmt::format("Allowed: {}. {}", allowed_values(option), used_by(option)), "      ", 100);
    }
    return page;
}

std::string env_example() {
    std::string page =
        "# Settings of MSS, as `mss config example` prints them: each with its default. None needs to be set: to make\n"
        "# videos with `mss create` you can leave this file alone. Take the # away to set one.\n"
        "#\n"
        "# The form suits a shell, Docker Compose and systemd's EnvironmentFile=; mss itself reads the environment, "
        "not\n"
        "# this file: set -a; . ./.env; set +a. In a settings file, which is ~/.config/mss/config.toml or\n"
        "# /etc/mss/config.toml, the same names stand in small letters without MSS_. What --set NAME=VALUE says wins\n"
        "# over the environment, and that over the settings file. `mss config show` tells what is in force and why.\n";
    for (const Option& option : kOptions) {
        if (&option == kOptions || option.group != (&option - 1)->group)
            page += fmt::format("\n# --- {} ---\n", title_of(option.group));
        page += '\n';
        page += wrapped(option.help, "# ", 118);
        page += wrapped(fmt::format("Allowed: {}. {}", allowed_values(option), used_by(option)), "# ", 118);
        if (!option.alias.empty()) page += fmt::format("# {} of an older deployment is read too.\n", option.alias);
        page += fmt::format("#{}={}\n", environment_name(option.name), option.fallback);
    }
    return page;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 4) + 1;
    if (word.size() > 100) return best;
    std::vector<std::size_t> row;
    for (const auto candidate : known) {
        row.resize(candidate.size() + 1);
        std::iota(row.begin(), row.end(), 0U);
        for (std::size_t i = 0; i < word.size(); ++i) {
            std::size_t diagonal = row[0]++;
            for (std::size_t j = 0; j < candidate.size(); ++j) {
                const auto replaced = diagonal + (word[i] == candidate[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return best;
}

}  // namespace mss::config
