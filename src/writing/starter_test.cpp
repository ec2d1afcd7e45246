#include "writing/starter.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "text/words.hpp"
#include "writing/pace.hpp"
#include "writing/starter_files.hpp"

namespace mss::writing {
namespace {

using model::SceneKind;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const StarterSet& set() {
    static const StarterSet kSet = [] {
        auto loaded = StarterSet::load();
        if (!loaded) throw std::runtime_error(loaded.error().message);
        return std::move(*loaded);
    }();
    return kSet;
}

std::string title_found(std::string_view topic) {
    const Starter* starter = set().find(topic);
    return starter == nullptr ? "nothing" : starter->script.title;
}

const Starter& starter_titled(std::string_view title) {
    const auto all = set().all();
    const auto found = std::ranges::find_if(all, [&](const Starter& s) { return s.script.title == title; });
    if (found == all.end()) throw std::runtime_error("no such starter: " + std::string(title));
    return *found;
}

// Lower case, hyphens as spaces, no other punctuation: how a figure or a list item is looked for in what is said.
std::string plain(std::string_view text) {
    std::string out;
    for (const char byte : text) {
        const auto value = static_cast<unsigned char>(byte);
        if (byte == '-' || byte == ' ') out += ' ';
        if (std::isalnum(value) != 0 || value >= 0x80) out += static_cast<char>(std::tolower(value));
    }
    return out;
}

std::size_t word_count(std::span<const model::Scene> scenes) {
    std::size_t count = 0;
    for (const model::Scene& scene : scenes)
        count += text::words(scene.text, "en").size();
    return count;
}

TEST(StarterFiles, AreAllReadable) {
    const auto files = embedded_starter_files();
    EXPECT_GE(files.size(), 24U);
    for (const StarterFile& file : files) {
        const auto parsed = StarterSet::parse(std::array{file});
        EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
    }
}

TEST(StarterFiles, ABrokenOneIsNamed) {
    const auto broken = StarterSet::parse(std::array{StarterFile{"why-is-rain-wet", R"({"niches": ["weather")"}});
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().code, Code::invalid);
    EXPECT_THAT(broken.error().message, HasSubstr("why-is-rain-wet.json"));
}

TEST(StarterFiles, ASceneThatNoVersionUsesIsRefused) {
    const auto broken = StarterSet::parse(std::array{StarterFile{"odd", R"({"niches": ["a"], "core": [0, 2],
        "script": {"title": "Odd?", "scenes": [{"text": "One."}, {"text": "Two."}, {"text": "Three."}]}})"}});
    ASSERT_FALSE(broken.has_value());
    EXPECT_THAT(broken.error().message, AllOf(HasSubstr("odd.json"), HasSubstr("every scene exactly once")));
}

class StarterScript : public testing::TestWithParam<std::size_t> {
protected:
    const Starter& starter() const { return set().all()[GetParam()]; }
    const model::Script& written() const { return starter().script; }
};

TEST_P(StarterScript, IsAboutAMinuteLong) {
    SCOPED_TRACE(written().title);
    EXPECT_THAT(written().scenes, SizeIs(testing::AllOf(testing::Ge(9U), testing::Le(12U))));
    EXPECT_THAT(word_count(written().scenes), testing::AllOf(testing::Ge(150U), testing::Le(175U)));
}

TEST_P(StarterScript, HasAShortCore) {
    SCOPED_TRACE(written().title);
    std::vector<model::Scene> core;
    for (const std::size_t index : starter().core)
        core.push_back(written().scenes.at(index));
    EXPECT_THAT(core, SizeIs(testing::AllOf(testing::Ge(4U), testing::Le(5U))));
    EXPECT_THAT(word_count(core), testing::AllOf(testing::Ge(50U), testing::Le(67U)));
}

TEST_P(StarterScript, OpensWithATitleAndMixesItsPictures) {
    SCOPED_TRACE(written().title);
    std::set<SceneKind> kinds;
    for (std::size_t i = 0; i < written().scenes.size(); ++i) {
        kinds.insert(written().scenes[i].visual.kind);
        if (i > 0) EXPECT_NE(written().scenes[i].visual.kind, written().scenes[i - 1].visual.kind) << "scene " << i;
    }
    EXPECT_EQ(written().scenes.front().visual.kind, SceneKind::kinetic_title);
    EXPECT_THAT(kinds, SizeIs(testing::Ge(4U)));
    EXPECT_THAT(kinds, Not(testing::Contains(SceneKind::automatic)));
}

TEST_P(StarterScript, PutsNothingIntoQuotationMarksThatNobodySaid) {
    for (const model::Scene& scene : written().scenes)
        if (scene.visual.kind == SceneKind::quote_card)
            EXPECT_THAT(scene.visual.label, Not(IsEmpty())) << scene.visual.headline;
}

TEST_P(StarterScript, ShowsOnlyFiguresAndItemsThatAreSpokenInThatOrder) {
    SCOPED_TRACE(written().title);
    for (const model::Scene& scene : written().scenes) {
        const std::string spoken = plain(scene.text);
        EXPECT_THAT(spoken, HasSubstr(plain(scene.visual.number)));
        std::size_t from = 0;
        for (const std::string& item : scene.visual.items) {
            const std::size_t at = spoken.find(plain(item), from);
            EXPECT_NE(at, std::string::npos) << item << " in: " << scene.text;
            from = std::min(at, spoken.size());
        }
        EXPECT_NE(plain(scene.visual.headline), spoken) << "the headline repeats the narration";
        EXPECT_THAT(scene.visual.headline, AllOf(Not(IsEmpty()), SizeIs(testing::Le(80U))));
    }
}

TEST_P(StarterScript, NamesItsSources) {
    SCOPED_TRACE(written().title);
    EXPECT_THAT(written().sources, SizeIs(testing::AllOf(testing::Ge(2U), testing::Le(4U))));
    for (const model::Source& source : written().sources) {
        EXPECT_THAT(source.url, testing::StartsWith("https://"));
        EXPECT_THAT(source.title, Not(IsEmpty()));
        EXPECT_THAT(source.author, Not(IsEmpty()));
    }
    EXPECT_EQ(written().writer, "starter");
    EXPECT_EQ(written().language, "en");
    EXPECT_THAT(written().keywords, SizeIs(testing::AllOf(testing::Ge(6U), testing::Le(10U))));
}

TEST_P(StarterScript, IsFoundByItsTitleAndItsOtherPhrasings) {
    EXPECT_EQ(set().find(written().title), &starter()) << written().title;
    for (const std::string& question : starter().questions)
        EXPECT_EQ(set().find(question), &starter()) << question << " found " << title_found(question);
}

TEST_P(StarterScript, FitsEveryAskedLengthOrSaysSo) {
    SCOPED_TRACE(written().title);
    std::size_t scenes_before = 0;
    for (const int asked : {15, 20, 25, 30, 40, 50, 60, 75, 100, 180}) {
        const model::Script made = script(starter(), asked);
        const double seconds = video_seconds(made.scenes, "en");
        const bool near = seconds >= asked * 0.9 && seconds <= asked * 1.1;
        EXPECT_EQ(made.notices.empty(), near) << seconds << " s for " << asked << " s";
        EXPECT_GE(made.scenes.size(), scenes_before);
        scenes_before = made.scenes.size();
        EXPECT_TRUE(written().scenes.front().text.starts_with(made.scenes.front().text));
        EXPECT_EQ(made.scenes.back().text, written().scenes.back().text);
    }
    EXPECT_GE(scenes_before, written().scenes.size());
}

TEST_P(StarterScript, OpensWithTheQuestionAndThenTheHook) {
    const model::Script made = script(starter(), 60);
    EXPECT_EQ(made.scenes[0].visual.kind, SceneKind::kinetic_title);
    EXPECT_EQ(made.scenes[0].visual.headline, written().title);
    const std::string& opening = written().scenes[0].text;
    if (made.scenes[0].text == opening) return;  // too short for two pictures
    EXPECT_EQ(made.scenes[0].text + " " + made.scenes[1].text, opening);
    EXPECT_EQ(made.scenes[1].visual.headline, written().scenes[0].visual.headline);
    EXPECT_NE(made.scenes[1].visual.kind, made.scenes[2].visual.kind);
}

TEST_P(StarterScript, MakesACompleteTopic) {
    const model::Topic made = topic(starter());
    EXPECT_EQ(made.title, written().title);
    EXPECT_THAT(made.angle, Not(IsEmpty()));
    EXPECT_THAT(made.yt_title, SizeIs(testing::AllOf(testing::Ge(1U), testing::Le(100U))));
    EXPECT_THAT(made.yt_description, HasSubstr(written().sources.front().url));
    EXPECT_THAT(made.yt_tags, SizeIs(testing::Ge(6U)));
    EXPECT_THAT(made.keywords, Not(IsEmpty()));
    EXPECT_THAT(made.outline, AllOf(SizeIs(written().scenes.size()), Each(Not(IsEmpty()))));
    EXPECT_THAT(made.visual_cues, AllOf(SizeIs(written().scenes.size()), Each(Not(IsEmpty()))));
    EXPECT_THAT(made.hook_options, SizeIs(testing::Ge(2U)));
    EXPECT_EQ(made.source, "starter");
}

INSTANTIATE_TEST_SUITE_P(All, StarterScript, testing::Range(std::size_t{0}, embedded_starter_files().size()));

TEST(StarterLength, KeepsScenesInOrderAndQuestionsWithTheirAnswers) {
    const Starter& sky = starter_titled("Why is the sky blue?");
    for (int asked = 15; asked < 80; ++asked) {
        const model::Script made = script(sky, asked);
        std::size_t from = 0;
        bool asks_violet = false;
        bool answers_violet = false;
        for (const model::Scene& scene : made.scenes) {
            while (from < sky.script.scenes.size() && !sky.script.scenes[from].text.contains(scene.text))
                ++from;
            ASSERT_LT(from, sky.script.scenes.size()) << "out of order at " << asked << " s: " << scene.text;
            asks_violet = asks_violet || scene.text.contains("why is the sky not violet");
            answers_violet = answers_violet || scene.text.contains("sends less violet");
        }
        EXPECT_EQ(asks_violet, answers_violet) << asked << " s";
    }
}

TEST(StarterLength, SaysThatALongAskIsNotPadded) {
    const model::Script made = script(starter_titled("Why do cats purr?"), 180);
    ASSERT_THAT(made.notices, SizeIs(1U));
    EXPECT_THAT(made.notices.front(), AllOf(HasSubstr("180 s"), HasSubstr("not padded")));
}

struct Asked {
    const char* topic;
    const char* title;
};

constexpr auto kMeant = std::to_array<Asked>({
    {"why is our sky blue", "Why is the sky blue?"},
    {"WHY IS THE SKY BLUE???", "Why is the sky blue?"},
    {"the blue sky", "Why is the sky blue?"},
    {"What is the reason the sky is blue", "Why is the sky blue?"},
    {"why is the sky bleu", "Why is the sky blue?"},
    {"why does the sky look blue to us", "Why is the sky blue?"},
    {"what colour is the sky and why", "Why is the sky blue?"},
    {"reason cats purr", "Why do cats purr?"},
    {"purring cats", "Why do cats purr?"},
    {"why do kittens purr", "Why do cats purr?"},
    {"why do cats pur", "Why do cats purr?"},
    {"Whu do cats purr", "Why do cats purr?"},
    {"the science of a cat's purr", "Why do cats purr?"},
    {"octopus hearts", "Why do octopuses have three hearts?"},
    {"Why do octopuses have three hearts and not just one?", "Why do octopuses have three hearts?"},
    {"How do volcanoes not erupt?", "nothing"},
    {"Why don't cats purr?", "nothing"},
    {"why does an octopus have 3 hearts", "Why do octopuses have three hearts?"},
    {"octopuses with three hearts", "Why do octopuses have three hearts?"},
    {"why do octopi have three hearts", "Why do octopuses have three hearts?"},
    {"why do ocotpuses have three hearts", "Why do octopuses have three hearts?"},
    {"how do volcanoes work", "How do volcanoes erupt?"},
    {"volcanos", "How do volcanoes erupt?"},
    {"what makes volcanoes erupt", "How do volcanoes erupt?"},
    {"volcanic eruption", "How do volcanoes erupt?"},
    {"how do volcanoes explode", "How do volcanoes erupt?"},
    {"how do volcanos erpt", "How do volcanoes erupt?"},
    {"what makes honey", "How do bees make honey?"},
    {"how is honey produced", "How do bees make honey?"},
    {"honey bees", "How do bees make honey?"},
    {"where honey comes from", "How do bees make honey?"},
    {"how do honeybees make hony", "How do bees make honey?"},
    {"black holes", "What is a black hole?"},
    {"what exactly is a black hole", "What is a black hole?"},
    {"black holes explained for kids", "What is a black hole?"},
    {"What's inside a black hole?", "What is a black hole?"},
    {"how do tides happen", "How do tides work?"},
    {"what causes the tides", "How do tides work?"},
    {"why do we have tides", "How do tides work?"},
    {"moon and tides", "How do tides work?"},
    {"why do leaves change color in autumn", "Why do leaves change colour?"},
    {"leaves turning red", "Why do leaves change colour?"},
    {"why leaves change colour", "Why do leaves change colour?"},
    {"why do leafs change colour", "Why do leaves change colour?"},
    {"how glaciers move", "How do glaciers move?"},
    {"moving glaciers", "How do glaciers move?"},
    {"how do glaciars move", "How do glaciers move?"},
    {"how vaccines work", "How does a vaccine teach the body?"},
    {"how do vaccinations work", "How does a vaccine teach the body?"},
    {"why do humans dream", "Why do we dream?"},
    {"what are dreams", "Why do we dream?"},
    {"the reason we dream", "Why do we dream?"},
    {"why do I yawn", "Why do we yawn?"},
    {"contagious yawning", "Why do we yawn?"},
    {"why is a yawn contagious", "Why do we yawn?"},
    {"inflation explained", "Why does money lose value?"},
    {"why is money losing its value", "Why does money lose value?"},
    {"why are prices going up", "Why does money lose value?"},
    {"compound interest explained simply", "How does compound interest work?"},
    {"the power of compound interest", "How does compound interest work?"},
    {"why was roman concrete so strong", "Why did Roman concrete last so long?"},
    {"ancient roman concrete", "Why did Roman concrete last so long?"},
    {"how the printing press changed the world", "How did the printing press change Europe?"},
    {"the impact of the printing press on europe", "How did the printing press change Europe?"},
    {"how GPS works", "How does GPS know where you are?"},
    {"how does gps find your location", "How does GPS know where you are?"},
    {"noise canceling headphones", "How does noise cancelling work?"},
    {"how do noise cancelling earbuds work", "How does noise cancelling work?"},
    {"how do touch screens work", "How do touchscreens feel a finger?"},
    {"how does a touchscreen work", "How do touchscreens feel a finger?"},
    {"how does bread rise", "Why does bread rise?"},
    {"what makes bread dough rise", "Why does bread rise?"},
    {"why do onions make me cry", "Why do onions make you cry?"},
    {"onions make you cry", "Why do onions make you cry?"},
    {"why does chopping onions make me cry", "Why do onions make you cry?"},
    {"why are chilies hot", "Why is chilli hot?"},
    {"why is chili hot", "Why is chilli hot?"},
    {"why are chili peppers so hot", "Why is chilli hot?"},
    {"why is the ocean salty", "Why is the sea salty?"},
    {"salty sea", "Why is the sea salty?"},
    {"what makes sea water salty", "Why is the sea salty?"},
    {"why does my cat purr", "Why do cats purr?"},
    {"do cats purr when happy", "Why do cats purr?"},
    {"how do bees make honey step by step", "How do bees make honey?"},
    {"how does the moon affect tides", "How do tides work?"},
    {"high tide and low tide", "How do tides work?"},
    {"what triggers volcanic eruptions", "How do volcanoes erupt?"},
    {"why do leaves turn orange", "Why do leaves change colour?"},
    {"why do trees change color in the fall", "Why do leaves change colour?"},
    {"roman concrete secret", "Why did Roman concrete last so long?"},
    {"how did the printing press change history", "How did the printing press change Europe?"},
    {"how do touch screens detect fingers", "How do touchscreens feel a finger?"},
    {"why do chilis burn", "Why is chilli hot?"},
    {"how do wings generate lift", "How do aeroplanes fly?"},
    {"habit formation", "Why is a habit so hard to break?"},
    {"how do airplanes fly", "How do aeroplanes fly?"},
    {"how can planes fly", "How do aeroplanes fly?"},
    {"how do aircraft fly", "How do aeroplanes fly?"},
    {"how do aeroplaines fly", "How do aeroplanes fly?"},
    {"how are rainbows made", "How do rainbows form?"},
    {"rainbow", "How do rainbows form?"},
    {"why habits are hard to break", "Why is a habit so hard to break?"},
    {"how to break a habit", "Why is a habit so hard to break?"},
    {"how habits form", "Why is a habit so hard to break?"},
});

TEST(StarterFind, UnderstandsOtherWords) {
    for (const Asked& asked : kMeant)
        EXPECT_EQ(title_found(asked.topic), asked.title) << "asked: " << asked.topic;
}

constexpr auto kNotMeant = std::to_array<const char*>({
    "",
    "   ",
    "?!",
    "why",
    "how does it work",
    "why is the sea blue",
    "why is the ocean blue",
    "why is the sky dark at night",
    "why is the sky red in the morning",
    "bob",
    "awb",
    "blue cheese",
    "sky diving",
    "blue whale",
    "how to buy a cat",
    "cats",
    "cat food",
    "why do cats sleep so much",
    "why do cats dream",
    "why do dogs bark",
    "how to train a cat",
    "why do cars purr",
    "octopus recipes",
    "octopus",
    "how do octopuses change colour",
    "how smart is an octopus",
    "heart attack",
    "three little pigs",
    "bee sting treatment",
    "bees",
    "how do bees fly",
    "how do bees find flowers",
    "honey cake recipe",
    "how to make honey cake",
    "why are bees dying",
    "volcano insurance",
    "how to make a volcano model",
    "volcanoes on mars",
    "hawaii volcano tours",
    "black friday",
    "hole in one",
    "black hole sun lyrics",
    "who discovered black holes",
    "tide pods",
    "tidal energy companies",
    "how to rake leaves",
    "maple leaf recipes",
    "why do leaves fall",
    "glacier national park",
    "are glaciers melting",
    "vaccine schedule for travel",
    "do vaccines cause autism",
    "american dream",
    "dream job",
    "what do my dreams about teeth mean",
    "how to make money",
    "money",
    "how to invest money",
    "money heist",
    "interest rates today",
    "chemical compound",
    "roman empire",
    "concrete driveway cost",
    "french press coffee",
    "bench press",
    "who invented the printing press",
    "3d printing",
    "gps tracker for dogs",
    "best gps watch",
    "best noise cancelling headphones",
    "noise complaint",
    "touchscreen gloves",
    "cracked phone screen repair",
    "banana bread",
    "gluten free bread",
    "sunrise",
    "onion soup",
    "caramelised onions",
    "why do babies cry",
    "chilli con carne",
    "hot weather",
    "red hot chili peppers songs",
    "sea salt caramel",
    "sea turtles",
    "why is the dead sea called dead",
    "cheap plane tickets",
    "how do birds fly",
    "why do planes crash",
    "paper planes",
    "rainbow six siege",
    "rainbow trout",
    "nun habit",
    "healthy habits",
    "break dancing",
    "how is bread made",
    "how to bake bread",
    "best volcano movies",
    "how hot is lava",
    "how do planets form",
    "why do dogs yawn",
    "how do bats fly",
    "phone",
    "interest",
    "the moon",
    "why do we sleep",
    "how does a heart work",
    "who built stonehenge",
    "how did the internet change the world",
    "how did the black death change europe",
    "how do noise barriers work",
    "what is a white hole",
    "jet lag",
    "why do jets leave trails",
    "rising sea levels",
    "value of money",
    "why is ice slippery",
    "sea ice",
    "dream interpretation",
    "pepper spray",
    "touch",
    "ice cream",
    "cream",
    "peanut butter",
    "quantum computing",
    "history of chess",
    "Warum ist der Himmel blau",
    "pourquoi le ciel est bleu",
    "\xff\xfe broken",
});

TEST(StarterFind, RatherFindsNothingThanSomethingElse) {
    for (const char* topic : kNotMeant)
        EXPECT_EQ(title_found(topic), "nothing") << "asked: " << topic;
}

TEST(StarterFind, SurvivesAVeryLongTopic) {
    EXPECT_EQ(title_found(std::string(200'000, 'a')), "nothing");
    std::string flood;
    for (int i = 0; i < 20'000; ++i)
        flood += "cats purr because of volcanoes ";
    EXPECT_EQ(title_found(flood), "nothing");
}

TEST(QuestionIndexTypos, OnlyOneSlipCounts) {
    EXPECT_TRUE(may_be_typo("glaicer", "glacier"));
    EXPECT_TRUE(may_be_typo("volcanoo", "volcano"));
    EXPECT_TRUE(may_be_typo("vocano", "volcano"));
    EXPECT_TRUE(may_be_typo("bleu", "blue"));
    EXPECT_FALSE(may_be_typo("glue", "blue"));
    EXPECT_FALSE(may_be_typo("cream", "dream"));
    EXPECT_FALSE(may_be_typo("cars", "cats"));
    EXPECT_FALSE(may_be_typo("vulcana", "volcano"));
    EXPECT_FALSE(may_be_typo("bee", "be"));
}

std::vector<std::string> niche_titles(std::string_view niche, std::size_t count) {
    std::vector<std::string> titles;
    for (const Starter* starter : set().for_niche(niche, count))
        titles.push_back(starter->script.title);
    return titles;
}

TEST(StarterNiche, IsUnderstoodByMeaning) {
    using testing::Contains;
    EXPECT_THAT(niche_titles("animals", 3),
                testing::UnorderedElementsAre("Why do cats purr?", "How do bees make honey?",
                                              "Why do octopuses have three hearts?"));
    EXPECT_THAT(niche_titles("animals", 20), SizeIs(3U));
    EXPECT_THAT(niche_titles("Wildlife", 3), Contains("Why do cats purr?"));
    EXPECT_THAT(niche_titles("astronomy", 1), testing::ElementsAre("What is a black hole?"));
    EXPECT_THAT(niche_titles("the universe", 1), testing::ElementsAre("What is a black hole?"));
    EXPECT_THAT(niche_titles("personal finance", 2),
                testing::UnorderedElementsAre("Why does money lose value?", "How does compound interest work?"));
    EXPECT_THAT(niche_titles("Ancient history", 1), Each(testing::AnyOf(HasSubstr("Roman"), HasSubstr("printing"))));
    EXPECT_THAT(niche_titles("tech", 5), Contains("How does GPS know where you are?"));
    EXPECT_THAT(niche_titles("health & wellness", 10), Contains("How does a vaccine teach the body?"));
    EXPECT_THAT(niche_titles("wellness", 3), Contains("How does a vaccine teach the body?"));
    EXPECT_THAT(niche_titles("fun facts", 3), SizeIs(3U));
    EXPECT_THAT(niche_titles("cooking", 3), Contains("Why does bread rise?"));
    EXPECT_THAT(niche_titles("psychology", 3), Contains("Why is a habit so hard to break?"));
    EXPECT_THAT(niche_titles("geography", 6), Contains("How do glaciers move?"));
    EXPECT_THAT(niche_titles("science", 100), SizeIs(testing::Ge(20U)));
}

TEST(StarterNiche, GivesNothingWhereNothingBelongs) {
    EXPECT_THAT(niche_titles("football", 5), IsEmpty());
    EXPECT_THAT(niche_titles("", 5), IsEmpty());
    EXPECT_THAT(niche_titles("animals", 0), IsEmpty());
}

}  // namespace
}  // namespace mss::writing
