#include "cli/arguments.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/option.hpp"

namespace mss::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

template <class Arguments>
Arguments parsed(const std::vector<std::string>& words) {
    auto invocation = parse(words);
    if (!invocation) {
        ADD_FAILURE() << invocation.error().message;
        return {};
    }
    return std::get<Arguments>(invocation->command);
}

std::string refusal(const std::vector<std::string>& words) {
    const auto invocation = parse(words);
    if (invocation) return "accepted";
    EXPECT_EQ(invocation.error().code, Code::invalid);
    EXPECT_THAT(invocation.error().message, Not(HasSubstr("\n")));
    return invocation.error().message;
}

TEST(ParseCreate, TopicAloneTakesTheDefaults) {
    const auto create = parsed<CreateArguments>({"create", "Why is the sky blue?"});
    EXPECT_EQ(create.topic, "Why is the sky blue?");
    EXPECT_EQ(create.duration_s, 60);
    EXPECT_THAT(create.formats, ElementsAre(studio::Format::vertical, studio::Format::wide));
    EXPECT_EQ(create.preset, media_protocol::Preset::publish);
    EXPECT_TRUE(create.music && create.captions);
    EXPECT_FALSE(create.json);
    EXPECT_EQ(create.style + create.voice + create.language + create.output, "");
}

TEST(ParseCreate, ATopicWithoutQuotationMarksIsJoinedInItsOrder) {
    EXPECT_EQ(parsed<CreateArguments>({"create", "Why", "do", "cats", "purr"}).topic, "Why do cats purr");
    EXPECT_EQ(parsed<CreateArguments>({"create", "--preset", "fast", "Why", "cats", "--json"}).topic, "Why cats");
    EXPECT_EQ(parsed<CreateArguments>({"create", "--", "--odd", "words"}).topic, "--odd words");
    EXPECT_EQ(parsed<CreateArguments>({"create", "the", "topics", "of", "[a,b]"}).topic, "the topics of [a,b]");
}

TEST(ParseCreate, WordsThatMayBeTwoTopicsAreRefusedWithQuotationMarksAsTheWayOut) {
    for (const auto& words : {std::vector<std::string>{"create", "Why", "--preset", "fast", "cats"},
                              {"create", "Why is it", "blue"},
                              {"create", "--no-music", "yes", "--json", "cats"}})
        EXPECT_THAT(refusal(words), HasSubstr("quotation marks, as in mss create \"")) << words[1];
    EXPECT_THAT(refusal({"create", "Why", "cats", "--sytle", "neon"}), HasSubstr("did you mean --style?"));
}

TEST(ParseCreate, ReadsEveryOption) {
    const auto create =
        parsed<CreateArguments>({"create", "--url", "https://example.org/a", "--duration", "15", "--formats", "wide",
                                 "--style", "night", "--voice", "slt", "--language", "pt-BR", "--preset=fast",
                                 "--no-music", "--no-captions", "--out", "x y", "--json"});
    EXPECT_EQ(create.url, "https://example.org/a");
    EXPECT_EQ(create.duration_s, 15);
    EXPECT_THAT(create.formats, ElementsAre(studio::Format::wide));
    EXPECT_EQ(create.style, "night");
    EXPECT_EQ(create.voice, "slt");
    EXPECT_EQ(create.language, "pt-BR");
    EXPECT_EQ(create.preset, media_protocol::Preset::fast);
    EXPECT_FALSE(create.music || create.captions);
    EXPECT_EQ(create.output, "x y");
    EXPECT_TRUE(create.json);
}

TEST(ParseCreate, ARecordingIsTheVoiceOfAScript) {
    const auto create = parsed<CreateArguments>({"create", "--script", "a.json", "--voice-file", "me.m4a"});
    EXPECT_EQ(create.voice_file, "me.m4a");
    EXPECT_THAT(refusal({"create", "--script", "a.json", "--voice-file", "me.m4a", "--voice", "slt"}),
                HasSubstr("a video has one voice"));
    for (const auto& words : {std::vector<std::string>{"create", "bees", "--voice-file", "me.m4a"},
                              {"create", "--text", "notes.txt", "--voice-file", "me.m4a"}})
        EXPECT_THAT(refusal(words), HasSubstr("--voice-file needs --script"));
}

TEST(ParseCreate, FormatsAreAListWithoutRepetition) {
    EXPECT_THAT(parsed<CreateArguments>({"create", "a", "--formats", "wide,vertical,wide"}).formats,
                ElementsAre(studio::Format::wide, studio::Format::vertical));
    EXPECT_THAT(refusal({"create", "a", "--formats", "square"}), HasSubstr("square"));
    EXPECT_THAT(refusal({"create", "a", "--formats", ""}), Not("accepted"));
}

TEST(ParseCreate, FormatsDoNotSwallowTheTopic) {
    EXPECT_EQ(parsed<CreateArguments>({"create", "--formats", "wide", "Honey"}).topic, "Honey");
    EXPECT_EQ(parsed<CreateArguments>({"create", "--set", "threads=2", "Honey"}).topic, "Honey");
}

TEST(ParseCreate, WordsMayReplaceTheTopicButNotEachOther) {
    EXPECT_EQ(parsed<CreateArguments>({"create", "--text", "-"}).text_file, "-");
    EXPECT_EQ(parsed<CreateArguments>({"create", "--script", "script.json"}).script_file, "script.json");
    const auto both = parsed<CreateArguments>({"create", "Honey", "--text", "notes.txt"});
    EXPECT_EQ(both.topic, "Honey");
    EXPECT_EQ(both.text_file, "notes.txt");
    EXPECT_THAT(refusal({"create", "--text", "a", "--url", "b"}), HasSubstr("--text and --url were both given"));
    EXPECT_THAT(refusal({"create"}), HasSubstr("say what the video is about"));
    EXPECT_THAT(refusal({"create", "--text", ""}), Not("accepted"));
}

TEST(ParseCreate, ATopicNeedsAWordInValidUtf8OfLimitedLength) {
    EXPECT_THAT(refusal({"create", ""}), HasSubstr("no word"));
    EXPECT_THAT(refusal({"create", " \t\n"}), HasSubstr("no word"));
    EXPECT_THAT(refusal({"create", "\xF0\x9F\x90\x99\xF0\x9F\x90\x99"}), HasSubstr("no word"));
    EXPECT_THAT(refusal({"create", "\xFF\xFE"}), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(refusal({"create", std::string(1U << 20U, 'a')}), HasSubstr("at most 400"));
    EXPECT_EQ(parsed<CreateArguments>({"create", std::string(kTopicBytesMax, 'a')}).topic.size(), kTopicBytesMax);
    EXPECT_EQ(parsed<CreateArguments>({"create", "\xE7\xA9\xBA"}).topic, "\xE7\xA9\xBA");
}

TEST(ParseCreate, ATopicIsNeverTakenForACommandOrAnOption) {
    EXPECT_EQ(parsed<CreateArguments>({"create", "topics"}).topic, "topics");
    EXPECT_EQ(parsed<CreateArguments>({"create", "create"}).topic, "create");
    EXPECT_EQ(parsed<CreateArguments>({"create", "--", "--help"}).topic, "--help");
    EXPECT_EQ(parsed<CreateArguments>({"create", "[a,b]"}).topic, "[a,b]");
    EXPECT_EQ(parsed<CreateArguments>({"create", "a,b"}).topic, "a,b");
}

TEST(ParseCreate, DurationIsAWholeNumberInRange) {
    for (const auto* wrong : {"14", "601", "-1", "abc", "", "30.5", "99999999999999999999"})
        EXPECT_THAT(
            refusal({"create", "a", "--duration", wrong}),
            HasSubstr(std::string("--duration: \"") + wrong + "\" is not a whole number of seconds from 15 to 600"));
    EXPECT_EQ(parsed<CreateArguments>({"create", "a", "--duration", "600"}).duration_s, 600);
}

TEST(ParseCreate, ChoicesNameWhatIsAllowed) {
    EXPECT_THAT(refusal({"create", "a", "--preset", "slow"}), HasSubstr("fast, publish, best"));
    EXPECT_THAT(refusal({"create", "a", "--style", "neon"}),
                AllOf(HasSubstr("there are aurora, bokeh"), HasSubstr("mss styles")));
    EXPECT_THAT(refusal({"create", "a", "--formats", "both"}), HasSubstr("vertical, wide or vertical,wide"));
}

TEST(ParseCreate, LanguagesAreTags) {
    EXPECT_THAT(refusal({"create", "a", "--language", "english, please"}), HasSubstr("no language tag"));
    EXPECT_THAT(refusal({"voices", "--language", "en_US"}), HasSubstr("no language tag"));
    EXPECT_EQ(parsed<VoicesArguments>({"voices", "--language", "de"}).language, "de");
}

TEST(Parse, UnknownWordsAreRefusedOnOneLineWithoutControlCharacters) {
    EXPECT_THAT(refusal({"crate", "a"}), AllOf(HasSubstr("did you mean mss create?"), HasSubstr("mss --help")));
    EXPECT_THAT(refusal({"sing"}), HasSubstr("there are create, topics"));
    EXPECT_THAT(refusal({"Why is it?"}), HasSubstr("mss create \"Why is it?\""));
    EXPECT_THAT(refusal({"config", "shw"}), HasSubstr("did you mean mss config show?"));
    EXPECT_THAT(refusal({"styles", "a", "b"}), AllOf(HasSubstr("here are some: a b"), HasSubstr("mss styles --help")));
    EXPECT_THAT(refusal({"create", "a", "--color"}), HasSubstr("--color"));
    EXPECT_THAT(refusal({"styles", "\x1b[31m\nred"}), Not(HasSubstr("\x1b")));
    EXPECT_THAT(refusal({}), HasSubstr("say what to do"));
    EXPECT_THAT(refusal({"config"}), HasSubstr("mss config show"));
    EXPECT_THAT(refusal({"create", "a", "--out"}), HasSubstr("--out needs a value: --out DIR"));
    EXPECT_THAT(refusal({"create", "a", "--voice", "slt", "--voice", "rms"}),
                HasSubstr("--voice was given more than once"));
    EXPECT_THAT(refusal({"create", "a", "--pace", "1,2"}), HasSubstr("\"1,2\" is not a number from 0.5 to 2"));
}

TEST(Parse, SettingsMayBeGivenWithEveryCommand) {
    const auto invocation = parse({"config", "show", "--set", "threads=2", "--set", "language=de", "--json"});
    ASSERT_TRUE(invocation) << invocation.error().message;
    EXPECT_THAT(invocation->settings, ElementsAre("threads=2", "language=de"));
    EXPECT_TRUE(std::get<ConfigShowArguments>(invocation->command).json);
}

TEST(Parse, TopicsTakeACountInRange) {
    const auto topics = parsed<TopicsArguments>({"topics", "deep sea", "--count", "20"});
    EXPECT_EQ(topics.niche, "deep sea");
    EXPECT_EQ(topics.count, 20);
    EXPECT_EQ(parsed<TopicsArguments>({"topics", "--count", "2"}).count, 2);
    EXPECT_EQ(parsed<TopicsArguments>({"topics", "deep sea"}).count, std::nullopt);
    EXPECT_THAT(refusal({"topics", "sea", "--count", "0"}), HasSubstr("--count"));
    EXPECT_THAT(refusal({"topics", "sea", "--count", "21"}), HasSubstr("--count"));
    EXPECT_EQ(parsed<TopicsArguments>({"topics"}).niche, "");
    EXPECT_THAT(refusal({"topics", "?!"}), HasSubstr("no word"));
    EXPECT_EQ(parsed<TopicsArguments>({"topics", "deep", "sea", "--json"}).niche, "deep sea");
}

TEST(Parse, HelpShowsExamplesAndExitCodes) {
    for (const auto& words : {std::vector<std::string>{"--help"}, {"create", "--help"}, {"create", "a", "-h"}}) {
        const auto help = parsed<Help>(words).text;
        EXPECT_THAT(help, HasSubstr("mss create \"Why is the sky blue?\""));
        EXPECT_THAT(help, HasSubstr("130"));
    }
    EXPECT_THAT(parsed<Help>({"create", "--help"}).text, HasSubstr("--duration"));
    EXPECT_THAT(parsed<Help>({"config", "--help"}).text, HasSubstr("MSS_LLM_URL"));
    // The table of settings stands once, on the page that is about them all.
    EXPECT_THAT(parsed<Help>({"config", "show", "--help"}).text, Not(HasSubstr("MSS_LLM_URL")));
    EXPECT_THAT(parsed<Help>({"create", "--help"}).text, HasSubstr("docs/script-format.md"));
    for (const auto* command : {"topics", "voices", "styles", "doctor", "version"})
        EXPECT_THAT(parsed<Help>({command, "--help"}).text, HasSubstr(command));
}

TEST(Parse, KnowsEveryCommandThatASettingIsSaidToBeUsedBy) {
    for (const config::Option& option : config::options()) {
        std::istringstream commands{std::string(option.commands)};
        for (std::string command; commands >> command;)
            EXPECT_THAT(parsed<Help>({command, "--help"}).text, HasSubstr("Usage: mss " + command)) << option.name;
    }
}

TEST(ParseServing, QueuesAreNamesWithCommasBetween) {
    const auto worker = parsed<InstallationCommand>({"worker", "--queues", "a,b.c", "--concurrency", "3"});
    EXPECT_THAT(std::get<WorkerArguments>(worker).worker.queues, ElementsAre("a", "b.c"));
    EXPECT_EQ(std::get<WorkerArguments>(worker).worker.concurrency, 3);
    const auto plain = parsed<InstallationCommand>({"worker"});
    EXPECT_TRUE(std::get<WorkerArguments>(plain).worker.queues.empty());
    for (const char* wrong : {"a,,b", "a,", ",a", "A B", "a/b"})
        EXPECT_THAT(refusal({"worker", "--queues", wrong}), HasSubstr("--queues")) << wrong;
    EXPECT_THAT(refusal({"worker", "--concurrency", "0"}), HasSubstr("--concurrency"));
    EXPECT_THAT(refusal({"worker", "--concurrency", "65"}), HasSubstr("--concurrency"));
}

TEST(ParseOperating, WorkersAreAskedByTheNameOfAQuestion) {
    const Invocation invocation =
        parse({"inspect", "queues", "--destination", "a@h,b@h", "--timeout", "2.5", "--json", "--broker", "redis://h"})
            .value();
    EXPECT_THAT(invocation.settings, ElementsAre("broker_url=redis://h"));
    const auto inspect = std::get<InspectArguments>(std::get<InstallationCommand>(invocation.command));
    EXPECT_EQ(inspect.method, InspectMethod::queues);
    EXPECT_THAT(inspect.destination, ElementsAre("a@h", "b@h"));
    EXPECT_EQ(inspect.timeout_s, 2.5);
    EXPECT_TRUE(inspect.json);
    EXPECT_THAT(refusal({"inspect"}), HasSubstr("METHOD"));
    EXPECT_THAT(refusal({"inspect", "pong"}), HasSubstr("ping"));
    EXPECT_THAT(refusal({"inspect", "ping", "--timeout", "0"}), HasSubstr("--timeout"));
    EXPECT_THAT(refusal({"inspect", "ping", "--destination", "a,,b"}), HasSubstr("--destination"));
}

TEST(ParseOperating, EachCommandHasAPart) {
    using enum UserArguments::Action;
    const auto user = [](const std::vector<std::string>& words) {
        return std::get<UserArguments>(parsed<InstallationCommand>(words));
    };
    EXPECT_EQ(user({"user", "add", "a@example.org", "--password-stdin"}).action, add);
    EXPECT_EQ(user({"user", "password", "a@example.org", "--password-stdin"}).action, password);
    EXPECT_EQ(user({"user", "list", "--json"}).action, list);
    EXPECT_EQ(user({"user", "role", "a@example.org", "viewer"}).action, role);
    EXPECT_EQ(user({"user", "role", "a@example.org", "viewer"}).role, "viewer");
    for (const char* command : {"user", "task", "db"})
        EXPECT_THAT(refusal({command}), HasSubstr(command));
    EXPECT_THAT(refusal({"user", "add", "a@example.org"}), HasSubstr("--password-stdin"));
    EXPECT_THAT(refusal({"user", "role", "a@example.org", "king"}), HasSubstr("king"));
    EXPECT_THAT(refusal({"task", "show"}), HasSubstr("ID"));
    EXPECT_THAT(refusal({"task", "list", "--state", "happy"}), HasSubstr("happy"));
}

}  // namespace
}  // namespace mss::cli
