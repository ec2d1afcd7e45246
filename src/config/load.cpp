#include "config/load.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "config/option.hpp"

namespace mss::config {
namespace {

// Names that begin like ours and are no option: where the settings file is.
constexpr std::string_view kFileVariable = "MSS_CONFIG";

constexpr std::size_t kSecretBytesMax = 65'536;

std::string find_or(const Sources& sources, std::string_view name, std::string_view otherwise) {
    const auto found = sources.environment.find(name);
    return found == sources.environment.end() ? std::string(otherwise) : found->second;
}

// An XDG folder (Base Directory Specification 0.8: relative paths are ignored), or empty without a home.
std::filesystem::path xdg_folder(const Sources& sources, std::string_view variable, std::string_view below_home) {
    std::filesystem::path named = find_or(sources, variable, "");
    if (named.is_absolute()) return named;
    const std::string home = find_or(sources, "HOME", "");
    return home.empty() ? std::filesystem::path() : std::filesystem::path(home) / below_home;
}

// Where nothing says whose home this is.
constexpr std::string_view kLastDataDir = "/var/lib/mss";

// systemd sets STATE_DIRECTORY for a unit with StateDirectory=; several folders are separated by colons.
std::string default_data_dir(const Sources& sources) {
    const std::string state = find_or(sources, "STATE_DIRECTORY", "");
    if (!state.empty()) return state.substr(0, state.find(':'));
    const auto data_home = xdg_folder(sources, "XDG_DATA_HOME", ".local/share");
    return data_home.empty() ? std::string(kLastDataDir) : (data_home / "mss").string();
}

// The first line with a character beyond ASCII outside strings and comments, or with a string of several lines; 0 where
// there is none. No setting needs either, and toml++ 3.3 runs into undefined behaviour on letters from U+00A1 to U+0499
// wherever it expects white space.
int first_unusable_line(std::string_view text) {
    int line = 1;
    char quote = 0;  // the kind of string that is open; '#' in a comment
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (letter == '\n') {
            quote = 0;
            ++line;
        } else if (quote == 0) {
            const bool opens = letter == '"' || letter == '\'';
            if (static_cast<unsigned char>(letter) >= 0x80 || (opens && text.substr(i, 3) == std::string(3, letter)))
                return line;
            if (opens || letter == '#') quote = letter;
        } else if (letter == '\\' && quote == '"' && i + 1 < text.size() && text[i + 1] != '\n') {
            ++i;
        } else if (letter == quote && quote != '#') {
            quote = 0;
        }
    }
    return 0;
}

// Fills one Examination, from the weakest source to the strongest.
class Examiner {
public:
    explicit Examiner(const Sources& sources) : sources_(sources) {}

    Examination run() {
        take_defaults();
        take_file();
        take_older_names();
        take_environment();
        take_flags();
        return std::move(result_);
    }

private:
    // A value that turned out wrong leaves the weaker one in force.
    void take(const Option& option, std::string_view written, Origin origin) {
        std::string home_path;
        if (std::holds_alternative<Folder>(option.form) && written.starts_with("~/")) {
            home_path = find_or(sources_, "HOME", "") + std::string(written.substr(1));
            written = home_path;
        }
        if (const auto done = assign(result_.settings, option, written); !done) {
            result_.errors.push_back(
                fmt::format("{} ({}) {}", environment_name(option.name), origin.place, done.error().message));
            return;
        }
        result_.settings.origins.insert_or_assign(std::string(option.name), std::move(origin));
    }

    void warn_unknown(std::string_view shown, std::string_view place, std::string_view likely) {
        const std::string hint = likely.empty() ? "" : fmt::format("; did you mean {}?", likely);
        result_.settings.warnings.push_back(
            fmt::format("unknown setting {} ({}){}", utf8::printable(shown, 60), place, hint));
    }

    void take_defaults() {
        for (const Option& option : options())
            take(option, option.name == "data_dir" ? kLastDataDir : option.fallback, Origin{});
        take(*find_option("data_dir"), default_data_dir(sources_),
             {Source::fallback, "from the environment's folders"});
    }

    void take_file() {
        if (!sources_.file_text) return;
        if (sources_.file_text->size() > kFileBytesMax) {
            result_.errors.push_back(fmt::format("{}: larger than {} KiB", sources_.file_name, kFileBytesMax / 1024));
            return;
        }
        std::string_view text(*sources_.file_text);
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        if (const int line = first_unusable_line(text); line > 0) {
            result_.errors.push_back(
                fmt::format("{}:{}: expected NAME = VALUE on one line, the name in ASCII", sources_.file_name, line));
            return;
        }
        try {
            const toml::table table = toml::parse(text);
            for (const auto& [key, node] : table)
                take_file_value(key.str(), node);
        } catch (const toml::parse_error& error) {
            result_.errors.push_back(fmt::format("{}:{}: {}", sources_.file_name, error.source().begin.line,
                                                 utf8::printable(error.description(), 200)));
        }
    }

    void take_file_value(std::string_view name, const toml::node& node) {
        const std::string place = fmt::format("{}:{}", sources_.file_name, node.source().begin.line);
        const Option* option = find_option(name);
        if (option == nullptr) {
            warn_unknown(name, place, nearest(name, names_));
        } else if (const auto* text = node.as_string()) {
            take(*option, text->get(), {Source::file, place});
        } else if (const auto* number = node.as_integer()) {
            take(*option, std::to_string(number->get()), {Source::file, place});
        } else if (const auto* flag = node.as_boolean()) {
            take(*option, flag->get() ? "on" : "off", {Source::file, place});
        } else {
            result_.errors.push_back(
                fmt::format("{} ({}) is no single value; allowed: {}", name, place, allowed_values(*option)));
        }
    }

    // An older deployment's names stand below ours, whichever source ours come from in the environment or the flags.
    void take_older_names() {
        for (const Option& option : options()) {
            if (option.alias.empty() || is_set(environment_name(option.name))) continue;
            if (const std::string value = find_or(sources_, option.alias, ""); !value.empty())
                take(option, value, {Source::environment, std::string(option.alias)});
        }
        if (is_set("MSS_REDIS_URL") || !(is_set("REDIS_HOST") || is_set("REDIS_PORT"))) return;
        take(*find_option("redis_url"), redis_url(), {Source::environment, "REDIS_HOST, REDIS_PORT, REDIS_DB"});
    }

    // Container platforms set REDIS_PORT to tcp://10.0.0.7:6379 where a service is called redis; a host that somebody
    // named wins over the one in there.
    std::string redis_url() const {
        std::string host = find_or(sources_, "REDIS_HOST", "");
        std::string port = find_or(sources_, "REDIS_PORT", "");
        const std::string database = find_or(sources_, "REDIS_DB", "");
        if (port.starts_with("tcp://")) {
            const auto colon = port.rfind(':');
            if (host.empty()) host = port.substr(6, colon < 6 ? std::string::npos : colon - 6);
            port = colon > 6 ? port.substr(colon + 1) : "";
        }
        if (host.empty()) host = "localhost";
        if (host.find(':') != std::string::npos && host.front() != '[') host = fmt::format("[{}]", host);
        return fmt::format("redis://{}:{}/{}", host, port.empty() ? "6379" : port, database.empty() ? "0" : database);
    }

    void take_environment() {
        for (const auto& [name, value] : sources_.environment) {
            if (!name.starts_with("MSS_") || name == kFileVariable || value.empty()) continue;
            if (const Option* option = find_option(option_name(name)))
                take(*option, value, {Source::environment, "environment"});
            else
                warn_unknown_variable(name);
        }
    }

    void warn_unknown_variable(const std::string& name) {
        std::vector<std::string> capitals;
        for (const Option& option : options())
            capitals.push_back(environment_name(option.name));
        const std::vector<std::string_view> known(capitals.begin(), capitals.end());
        warn_unknown(name, "environment", nearest(name, known));
    }

    void take_flags() {
        for (const std::string& flag : sources_.flags) {
            const auto equals = flag.find('=');
            const std::string name = option_name(flag.substr(0, equals));
            const Option* option = find_option(name);
            if (equals == std::string::npos) {
                result_.errors.push_back(without_value(flag, option));
            } else if (option == nullptr) {
                const auto likely = nearest(name, names_);
                result_.errors.push_back(fmt::format("--set {}: no such setting{}", utf8::printable(name, 60),
                                                     likely.empty() ? "" : fmt::format("; did you mean {}?", likely)));
            } else {
                take(*option, std::string_view(flag).substr(equals + 1), {Source::flag, "--set"});
            }
        }
    }

    static std::string without_value(std::string_view flag, const Option* option) {
        const std::string shown = utf8::printable(flag, 60);
        if (option == nullptr) return fmt::format("--set {}: write it as NAME=VALUE, such as threads=2", shown);
        return fmt::format("--set {}: the value is missing, as in {}=VALUE; allowed: {}", shown, shown,
                           allowed_values(*option));
    }

    // People copy names from .env: MSS_LLM_URL means llm_url.
    static std::string option_name(std::string_view written) {
        for (const Option& option : options())
            if (written == environment_name(option.name)) return std::string(option.name);
        return std::string(written);
    }

    bool is_set(std::string_view name) const { return !find_or(sources_, name, "").empty(); }

    const Sources& sources_;
    Examination result_;
    std::vector<std::string_view> names_ = [] {
        std::vector<std::string_view> names;
        for (const Option& option : options())
            names.push_back(option.name);
        return names;
    }();
};

// Takes over the first line of each NAME_FILE of a secret, as container secrets are mounted.
Result<void> read_secret_files(Sources& sources) {
    for (const Option& option : options()) {
        if (!option.secret()) continue;
        const std::string name = environment_name(option.name);
        const auto path = sources.environment.extract(name + "_FILE");
        if (path.empty() || path.mapped().empty() || !find_or(sources, name, "").empty()) continue;
        auto text = read_file(path.mapped(), kSecretBytesMax);
        if (!text) return std::unexpected(text.error().with_context(name + "_FILE"));
        text->resize(std::min(text->find_first_of("\r\n"), text->size()));
        sources.environment.insert_or_assign(name, *std::move(text));
    }
    return {};
}

Result<void> read_settings_file(Sources& sources) {
    const std::string named = find_or(sources, kFileVariable, "");
    std::vector<std::filesystem::path> places{named};
    if (named.empty()) {
        const auto home = xdg_folder(sources, "XDG_CONFIG_HOME", ".config");
        places = {home.empty() ? home : home / "mss/config.toml", "/etc/mss/config.toml"};
    }
    for (const auto& place : places) {
        if (place.empty()) continue;
        auto text = read_file(place, kFileBytesMax);
        if (!text && text.error().code == Code::not_found && named.empty()) continue;
        if (!text) return std::unexpected(text.error().with_context("the settings file"));
        sources.file_text = *std::move(text);
        sources.file_name = place.string();
        return {};
    }
    return {};
}

}  // namespace

Examination examine(const Sources& sources) {
    return Examiner(sources).run();
}

Result<Settings> load(const Sources& sources) {
    Examination examination = examine(sources);
    if (!examination.errors.empty()) {
        const auto more = examination.errors.size() - 1;
        const std::string rest = more == 0 ? "" : fmt::format(" (and {} more: mss config check)", more);
        return fail(Code::invalid, examination.errors.front() + rest);
    }
    return std::move(examination.settings);
}

Result<Sources> process_sources(const char* const* environment, std::vector<std::string> flags) {
    Sources sources;
    sources.flags = std::move(flags);
    for (; *environment != nullptr; ++environment) {
        const std::string_view entry(*environment);
        const auto equals = entry.find('=');
        if (equals != std::string_view::npos)
            sources.environment.emplace(entry.substr(0, equals), entry.substr(equals + 1));
    }
    MSS_TRY(read_secret_files(sources));
    MSS_TRY(read_settings_file(sources));
    return sources;
}

}  // namespace mss::config
