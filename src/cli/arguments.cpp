#include "cli/arguments.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/identifier.hpp"
#include "base/utf8.hpp"
#include "cli/exit_code.hpp"
#include "cli/wrong_use.hpp"
#include "config/option.hpp"
#include "model/script.hpp"
#include "observe/log.hpp"
#include "tasks/task.hpp"

namespace mss::cli {
namespace {

/// The names of a described enumeration, in order.
template <class Enum>
std::vector<std::string> names_of() {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
        [&](auto enumerator) { names.emplace_back(enumerator.name); });
    return names;
}

/// The enumerator of a name that names_of() holds.
template <class Enum>
Enum named(const std::string& name) {
    Enum value{};
    boost::describe::enum_from_string(name.c_str(), value);
    return value;
}

/// What CLI11 stores as text before it becomes an enumeration.
struct CreateWords {
    std::string formats = "vertical,wide";
    std::string preset = "publish";
    bool no_music = false;
    bool no_captions = false;
};

/// Everything that a command line can fill; only the chosen command's part is used.
struct Slots {
    std::vector<std::string> settings;
    CreateArguments create;
    CreateWords create_words;
    TopicsArguments topics;
    VoicesArguments voices;
    StylesArguments styles;
    ConfigShowArguments config_show;
    UpArguments up;
    WebArguments web;
    WorkerArguments worker;
    std::string queues;
    std::string log_level;
    TaskArguments task;
    UserArguments user;
    bool password_stdin = false;
};

constexpr const char* kCreateExamples =
    "Examples:\n"
    "  mss create \"Why is the sky blue?\"\n"
    "  mss create --text notes.txt --duration 90 --formats wide\n"
    "  mss create \"Honey\" --url https://en.wikipedia.org/wiki/Honey --out honey\n"
    "  mss create --script out/honey/script.json       after an edit: only what changed is made again\n"
    "  curl -s https://example.org/notes.txt | mss create \"My notes\" --text - --json\n"
    "\n"
    "Put quotation marks around a topic that holds one of ? ' & ! since shells read these for themselves.\n"
    "docs/script-format.md explains every field of script.json.\n";

constexpr const char* kWordsGroup = "Your own words, one of (without: a starter script, a language model or Wikipedia)";

CLI::App* add_command(CLI::App& parent, Slots& slots, const std::string& name, const std::string& help) {
    CLI::App* command = parent.add_subcommand(name, help);
    command->add_option("--set", slots.settings, "Change a setting for this run; mss config show lists them")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    return command;
}

void add_json(CLI::App& command, bool& json) {
    command.add_flag("--json", json, "Print the result as JSON");
}

void add_create(CLI::App& root, Slots& slots) {
    CreateArguments& create = slots.create;
    CreateWords& words = slots.create_words;
    CLI::App& command = *add_command(root, slots, "create", "Make a video from a topic or from your words");
    // Topics need no quotation marks: further words are taken below.
    command.add_option("TOPIC", create.topic, "What it is about; the title where you give the words")->type_name("");
    command.allow_extras();
    command.add_option("--script", create.script_file, "A script, spoken as it is: plain text or a script.json")
        ->type_name("FILE")
        ->group(kWordsGroup);
    command.add_option("--text", create.text_file, "A text to shorten to the duration; - is standard input")
        ->type_name("FILE")
        ->group(kWordsGroup);
    command.add_option("--url", create.url, "An article on the web, shortened to the duration")
        ->type_name("URL")
        ->group(kWordsGroup);
    command.add_option("--duration", create.duration_s, "Seconds to aim at, 15 to 600 (default 60)")
        ->check(whole_number(15, 600, "seconds"))
        ->type_name("SECONDS");
    command.add_option("--formats", words.formats, "vertical, wide, or vertical,wide (default)")->type_name("LIST");
    command.add_option("--style", create.style, "The look; mss styles lists them (default: chosen from the words)")
        ->check(one_of(names_of<media_protocol::Style>(), "style", "mss styles describes them"))
        ->type_name("STYLE");
    command
        .add_option("--voice", create.voice, "Who speaks; mss voices lists them (default: the best of the language)")
        ->type_name("VOICE");
    command.add_option("--language", create.language, "Of the words, such as en, de or pt-BR (default: as they are)")
        ->type_name("TAG");
    command.add_option("--preset", words.preset, "fast, publish (default) or best: more time, smaller files")
        ->check(one_of(names_of<media_protocol::Preset>(), "preset"))
        ->type_name("PRESET");
    command.add_flag("--no-music", words.no_music, "Only the voice");
    command.add_flag("--no-captions", words.no_captions,
                     "No captions in the picture; subtitle files are written anyway");
    command
        .add_option("--out", create.output, "Folder for the files (default: one in out/ that is named after the title)")
        ->type_name("DIR");
    add_json(command, create.json);
    command.footer(fmt::format("{}\n{}", kCreateExamples, exit_code_help()));
}

void add_topics(CLI::App& root, Slots& slots) {
    CLI::App& command = *add_command(root, slots, "topics", "Suggest topics for a niche");
    command
        .add_option("NICHE", slots.topics.niche, "Such as \"deep sea\"; without one, the starter scripts are listed")
        ->type_name("");
    command.allow_extras();
    command.add_option("--count", slots.topics.count, "How many, 1 to 20 (default: 5 for a niche, else all)")
        ->check(whole_number(1, 20, "topics"))
        ->type_name("N");
    add_json(command, slots.topics.json);
    command.footer("Examples:\n  mss topics\n  mss topics \"deep sea\"\n  mss topics astronomy --count 10 --json\n");
}

void add_lists(CLI::App& root, Slots& slots) {
    CLI::App& voices = *add_command(root, slots, "voices", "List the voices");
    voices.add_option("--language", slots.voices.language, "Only those of a language")->type_name("TAG");
    add_json(voices, slots.voices.json);
    voices.footer("Examples:\n  mss voices\n  mss voices --language de\n");

    CLI::App& styles = *add_command(root, slots, "styles", "List the looks");
    add_json(styles, slots.styles.json);
    styles.footer("Example:\n  mss styles\n");
}

void add_config(CLI::App& root, Slots& slots) {
    CLI::App& config = *root.add_subcommand("config", "Show and check the settings");
    config.require_subcommand(0, 1);
    CLI::App& show = *add_command(config, slots, "show", "Every setting, its value and where that comes from");
    add_json(show, slots.config_show.json);
    add_command(config, slots, "check",
                "Say everything that is wrong with the settings; exit code 2 where something is");
    add_command(config, slots, "example", "Print a .env file with every setting and its default");
    // After its commands, which would take the footer over.
    config.footer("Settings, from the file, the environment or --set:\n\n" + config::settings_help());
}

void add_worker_options(CLI::App& command, Slots& slots, app::WorkerChoice& worker) {
    command.add_option("--concurrency", worker.concurrency, "Videos made at once (default: one for four processors)")
        ->check(whole_number(1, 64, "videos"))
        ->type_name("N");
    command.add_option("--queues", slots.queues, "Only tasks of these queues, such as default (default: all)")
        ->type_name("LIST");
}

void add_log_level(CLI::App& command, Slots& slots) {
    command.add_option("--log-level", slots.log_level, "error, warning (default), info or debug; as MSS_LOG_LEVEL")
        ->check(one_of(names_of<observe::Level>(), "log level"))
        ->type_name("LEVEL");
}

constexpr const char* kServerExamples =
    "The first account that signs up is the owner's. MSS_LISTEN names another address, MSS_DATA_DIR another data "
    "folder;\n"
    "several servers and workers may share one. mss config shows all settings.\n";

void add_server(CLI::App& root, Slots& slots) {
    CLI::App& up =
        *add_command(root, slots, "up", "Start the studio: the page, its API, and a worker that makes videos");
    add_worker_options(up, slots, slots.up.worker);
    add_log_level(up, slots);
    up.add_option("--first-video", slots.up.first_video, "Make a sample about this where there is no video yet")
        ->type_name("TOPIC");
    up.footer(
        fmt::format("Examples:\n  mss up\n  MSS_LISTEN=0.0.0.0:8080 mss up --concurrency 2\n\n{}", kServerExamples));

    CLI::App& web = *add_command(root, slots, "web", "Start the page and its API alone; workers make the videos");
    add_log_level(web, slots);
    web.footer(fmt::format("Example:\n  mss web\n\n{}", kServerExamples));

    CLI::App& worker = *add_command(root, slots, "worker", "Start a worker alone");
    add_worker_options(worker, slots, slots.worker.worker);
    add_log_level(worker, slots);
    worker.footer("Example:\n  mss worker --concurrency 2 --queues default --log-level info\n");

    add_command(root, slots, app::kChildCommand, "What a worker starts")->group("");
}

void add_tasks(CLI::App& root, Slots& slots) {
    CLI::App& task = *root.add_subcommand("task", "Look at tasks, cancel them, try them again");
    task.require_subcommand(0, 1);
    CLI::App& list = *add_command(task, slots, "list", "The newest tasks");
    list.add_option("--state", slots.task.state, "Only those in a state, such as running or dead")
        ->check(one_of(names_of<tasks::State>(), "state"))
        ->type_name("STATE");
    list.add_option("--limit", slots.task.limit, "How many at most, 1 to 1000 (default 50)")
        ->check(whole_number(1, 1000, "tasks"))
        ->type_name("N");
    list.add_flag("--all", slots.task.all, "Also those that clean up once an hour");
    add_json(list, slots.task.json);
    CLI::App& show = *add_command(task, slots, "show", "A task and what happened to it");
    show.add_option("ID", slots.task.id, "Of the task")->required()->type_name("");
    add_json(show, slots.task.json);
    for (const auto& [name, help] : {std::pair{"retry", "Let a task that failed or was cancelled be tried again"},
                                     std::pair{"cancel", "Cancel a task"}})
        add_command(task, slots, name, help)->add_option("ID", slots.task.id, "Of the task")->required()->type_name("");
    task.footer("Examples:\n  mss task list --state dead\n  mss task show 0197...\n  mss task retry 0197...\n");
}

void add_users(CLI::App& root, Slots& slots) {
    CLI::App& user = *root.add_subcommand("user", "Make, list and remove accounts, change passwords and roles");
    user.require_subcommand(0, 1);
    constexpr const char* kRoles =
        "Roles, each of which may do what the ones before it may:\n"
        "  creator   makes videos and sees nobody else's\n"
        "  viewer    sees how full the queues are\n"
        "  operator  pauses and resumes queues\n"
        "  owner     chooses the language model, Wikipedia and who may sign up\n\n";
    const auto is_role = one_of({"owner", "operator", "viewer", "creator"}, "role");
    CLI::App& add = *add_command(user, slots, "add", "Make an account; prints its id");
    add.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    add.add_option("--role", slots.user.role,
                   "owner, operator, viewer or creator (default: owner for the first account, then creator)")
        ->check(is_role)
        ->type_name("ROLE");
    add.add_flag("--password-stdin", slots.password_stdin, "Read the password from standard input")->required();
    add_json(add, slots.user.json);
    CLI::App& password = *add_command(user, slots, "password", "Change a password; ends the account's sessions");
    password.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    password.add_flag("--password-stdin", slots.password_stdin, "Read the password from standard input")->required();
    add_json(*add_command(user, slots, "list", "Show all accounts"), slots.user.json);
    CLI::App& role = *add_command(user, slots, "role", "Change what an account may do");
    role.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    role.add_option("ROLE", slots.user.role, "owner, operator, viewer or creator")
        ->required()
        ->check(is_role)
        ->type_name("");
    CLI::App& remove = *add_command(user, slots, "remove", "Remove an account for good");
    remove.add_option("EMAIL", slots.user.email, "Of the account")->required()->type_name("");
    remove.add_flag("--with-videos", slots.user.with_videos, "And all videos that it made, those in the trash as well");
    user.footer(std::string(kRoles) +
                "Examples:\n"
                "  mss user add ann@example.org --password-stdin < password.txt\n"
                "  mss user role ann@example.org operator\n");

    add.footer(kRoles);
    role.footer(kRoles);

    CLI::App& database = *root.add_subcommand("db", "The database");
    database.require_subcommand(0, 1);
    add_command(database, slots, "migrate", "Bring its schema up to date, which the server also does at its start");
    database.footer("Example:\n  mss db migrate\n");
}

/// "a,b" as names of queues.
Result<std::vector<std::string>> read_queues(std::string_view list) {
    std::vector<std::string> queues;
    if (list.empty()) return queues;
    while (true) {
        const auto comma = list.find(',');
        const std::string name(list.substr(0, comma));
        if (!tasks::is_task_word(name))
            return fail(Code::invalid, fmt::format("--queues: \"{}\" is no name of a queue; write them as a,b",
                                                   utf8::printable(name, 40)));
        queues.push_back(name);
        if (comma == std::string_view::npos) return queues;
        list.remove_prefix(comma + 1);
    }
}

/// TOPIC (or NICHE) and the words behind it that no option took, as in `mss create Why do cats purr`. Joined only where
/// there can be no doubt: they stand together, and none is a sentence of its own.
Result<std::string> whole_topic(const std::string& first, const CLI::App& command, const CLI::App& root,
                                const std::vector<std::string>& command_line) {
    std::vector<std::string> topic{first};
    bool options_ended = false;
    for (std::string& word : command.remaining()) {
        if (!options_ended && word.starts_with("-") && word != "--")
            return std::unexpected(wrong_use(CLI::ExtrasError({word}), root));
        if (options_ended || word != "--")
            topic.push_back(std::move(word));
        else
            options_ended = true;
    }
    if (topic.size() == 1) return first;
    std::string whole = fmt::format("{}", fmt::join(topic, " "));
    const bool together = !std::ranges::search(command_line, topic).empty();
    const bool single_words =
        std::ranges::none_of(topic, [](const auto& word) { return word.find(' ') != std::string::npos; });
    if (together && single_words) return whole;
    return fail(Code::invalid, fmt::format("put what belongs together in quotation marks, as in mss {} \"{}\"",
                                           command.get_name(), utf8::printable(whole, 100)));
}

/// At most one of the three places that words can come from.
Result<void> check_sources(const CreateArguments& create) {
    std::vector<std::string_view> given;
    if (!create.script_file.empty()) given.push_back("--script");
    if (!create.text_file.empty()) given.push_back("--text");
    if (!create.url.empty()) given.push_back("--url");
    if (given.size() < 2) return {};
    return fail(Code::invalid,
                fmt::format("{} were both given; the words come from one of them", fmt::join(given, " and ")));
}

/// A topic or a niche: something that can be spoken, not longer than a title.
Result<void> check_words(std::string_view words, std::string_view name) {
    if (words.size() > kTopicBytesMax)
        return fail(Code::invalid, fmt::format("the {} has {} bytes; at most {} are allowed (mss create --text FILE "
                                               "takes a long text)",
                                               name, words.size(), kTopicBytesMax));
    if (!utf8::valid(words)) return fail(Code::invalid, fmt::format("the {} is not valid UTF-8", name));
    if (!model::speakable(words))
        return fail(Code::invalid, fmt::format("the {} \"{}\" has no word in it", name, utf8::printable(words, 40)));
    return {};
}

Result<void> check_language(const std::string& tag) {
    if (tag.empty() || config::is_language_tag(tag)) return {};
    return fail(Code::invalid,
                fmt::format("--language: \"{}\" is no language tag, such as en or pt-BR", utf8::printable(tag, 40)));
}

/// "vertical,wide", each name once.
Result<std::vector<studio::Format>> read_formats(std::string_view list) {
    std::vector<studio::Format> formats;
    while (true) {
        const auto length = std::min(list.find(','), list.size());
        studio::Format format{};
        if (const std::string name(list.substr(0, length)); !boost::describe::enum_from_string(name.c_str(), format))
            return fail(Code::invalid,
                        fmt::format("--formats: there is no format \"{}\"; write vertical, wide or vertical,wide",
                                    utf8::printable(name, 40)));
        if (std::ranges::find(formats, format) == formats.end()) formats.push_back(format);
        if (length == list.size()) return formats;
        list.remove_prefix(length + 1);
    }
}

Result<Command> finish_create(Slots& slots, const CLI::App& root, const std::vector<std::string>& command_line) {
    CreateArguments& create = slots.create;
    const CLI::App& command = *root.get_subcommands().front();
    const bool has_topic = command.count("TOPIC") > 0;
    MSS_TRY_ASSIGN(create.topic, whole_topic(create.topic, command, root, command_line));
    MSS_TRY(check_sources(create));
    const bool has_words = !create.script_file.empty() || !create.text_file.empty() || !create.url.empty();
    if (!has_topic && !has_words)
        return fail(Code::invalid,
                    "say what the video is about: mss create \"Why is the sky blue?\", or give the words "
                    "with --text, --url or --script (mss create --help explains)");
    if (has_topic) MSS_TRY(check_words(create.topic, "topic"));
    MSS_TRY(check_language(create.language));
    MSS_TRY_ASSIGN(create.formats, read_formats(slots.create_words.formats));
    create.preset = named<media_protocol::Preset>(slots.create_words.preset);
    create.music = !slots.create_words.no_music;
    create.captions = !slots.create_words.no_captions;
    return create;
}

/// Commands that have commands of their own: the one that was chosen, or an error that names them.
Result<std::string> chosen_part(const CLI::App& command, std::string_view parts) {
    if (!command.get_subcommands().empty()) return command.get_subcommands().front()->get_name();
    return fail(Code::invalid, fmt::format("say what to do: {} (mss {} --help explains)", parts, command.get_name()));
}

Result<Command> server_command(Slots& slots, const CLI::App& command) {
    const std::string& name = command.get_name();
    if (name == app::kChildCommand) return InstallationCommand(TaskChildArguments{});
    // The option is another way to write the setting.
    if (!slots.log_level.empty()) slots.settings.push_back("log_level=" + slots.log_level);
    MSS_TRY_ASSIGN(const auto queues, read_queues(slots.queues));
    if (name == "web") return InstallationCommand(slots.web);
    slots.up.worker.queues = queues;
    slots.worker.worker.queues = queues;
    if (name == "up" && !slots.up.first_video.empty()) MSS_TRY(check_words(slots.up.first_video, "topic"));
    if (name == "up") return InstallationCommand(slots.up);
    return InstallationCommand(slots.worker);
}

Result<Command> operator_command(Slots& slots, const CLI::App& command) {
    const std::string& name = command.get_name();
    if (name == "db") {
        MSS_TRY(chosen_part(command, "mss db migrate"));
        return InstallationCommand(DatabaseMigrateArguments{});
    }
    if (name == "user") {
        MSS_TRY_ASSIGN(const std::string part, chosen_part(command, "mss user add, list, password, role or remove"));
        using enum UserArguments::Action;
        slots.user.action = part == "add"      ? add
                            : part == "list"   ? list
                            : part == "role"   ? role
                            : part == "remove" ? remove
                                               : password;
        return InstallationCommand(slots.user);
    }
    MSS_TRY_ASSIGN(const std::string part, chosen_part(command, "mss task list, show, retry or cancel"));
    using Action = TaskArguments::Action;
    slots.task.action = part == "list"    ? Action::list
                        : part == "show"  ? Action::show
                        : part == "retry" ? Action::retry
                                          : Action::cancel;
    if (slots.task.action != Action::list && !is_uuid(slots.task.id))
        return fail(Code::invalid, fmt::format("\"{}\" is no id of a task; mss task list shows them",
                                               utf8::printable(slots.task.id, 60)));
    return InstallationCommand(slots.task);
}

Result<Command> chosen_command(const CLI::App& root, Slots& slots, const std::vector<std::string>& command_line) {
    if (root.get_subcommands().empty())
        return fail(Code::invalid,
                    "say what to do, such as mss create \"Why is the sky blue?\" (mss --help lists it all)");
    const CLI::App& command = *root.get_subcommands().front();
    const std::string& name = command.get_name();
    if (name == "create") return finish_create(slots, root, command_line);
    if (name == "topics") {
        if (command.count("NICHE") == 0) return slots.topics;
        MSS_TRY_ASSIGN(slots.topics.niche, whole_topic(slots.topics.niche, command, root, command_line));
        MSS_TRY(check_words(slots.topics.niche, "niche"));
        return slots.topics;
    }
    if (name == "voices") {
        MSS_TRY(check_language(slots.voices.language));
        return slots.voices;
    }
    if (name == "styles") return slots.styles;
    if (name == "doctor") return DoctorArguments{};
    if (name == "version") return VersionArguments{};
    if (name == "up" || name == "web" || name == "worker" || name == app::kChildCommand)
        return server_command(slots, command);
    if (name == "task" || name == "user" || name == "db") return operator_command(slots, command);
    if (command.get_subcommands().empty())
        return fail(Code::invalid,
                    "say what to do with the settings: mss config show, mss config check or mss config example");
    const std::string& part = command.get_subcommands().front()->get_name();
    if (part == "show") return slots.config_show;
    if (part == "check") return ConfigCheckArguments{};
    return ConfigExampleArguments{};
}

}  // namespace

Result<Invocation> parse(const std::vector<std::string>& words) {
    Slots slots;
    CLI::App root("MSS makes narrated, captioned videos from a topic or from your words.", "mss");
    root.require_subcommand(0, 1);
    add_create(root, slots);
    add_topics(root, slots);
    add_lists(root, slots);
    add_server(root, slots);
    add_tasks(root, slots);
    add_users(root, slots);
    add_config(root, slots);
    add_command(root, slots, "doctor", "Check the installation and say what to do where something is missing")
        ->footer("Each line begins with ok, warn (some videos cannot be made) or fail (mend it first; exit code 5).\n");
    add_command(root, slots, "version", "Print the version and the licences");
    root.footer(
        fmt::format("Examples:\n  mss up\n  mss create \"Why is the sky blue?\"\n  mss topics \"deep sea\"\n"
                    "  mss doctor\n\nmss COMMAND --help explains each command.\n\n{}",
                    exit_code_help()));
    try {
        root.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes the last word first
    } catch (const CLI::CallForHelp&) {
        return Invocation{{}, Help{root.help()}};
    } catch (const CLI::ParseError& error) {
        return std::unexpected(wrong_use(error, root));
    }
    MSS_TRY_ASSIGN(Command command, chosen_command(root, slots, words));
    return Invocation{std::move(slots.settings), std::move(command)};
}

}  // namespace mss::cli
