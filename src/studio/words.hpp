#pragma once
// Words: the service that finds what a video says. A given script is taken as it is; a text or a page is retold in its
// own words; a topic is answered by the language model if one is connected, else by the starter set, else by Wikipedia,
// else not at all. Where the model is out of reach, or in a studio refuses its key, what is at hand is taken, and a
// notice says so; who can come again is told when, where the model said it. Blocking (it may use the network); confined
// to one thread.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/transport.hpp"
#include "model/script.hpp"
#include "model/topic.hpp"
#include "writing/language_model.hpp"
#include "writing/starter.hpp"
#include "writing/wikipedia.hpp"

namespace mss::studio {

struct WordsRequest {
    std::string topic;                       ///< beside other words the title; may then be empty
    std::optional<std::string> script_file;  ///< bytes: plain text or a script.json
    std::optional<std::string> text;         ///< bytes: an article or notes, plain text or HTML
    std::string url;                         ///< of an article
    int duration_s = 60;
    std::string language;   ///< BCP 47; empty: the words' own, or the default
    bool may_wait = false;  ///< a later try is possible, if the model says when to ask it again
    /// For all that the model is asked, a second question after a wrong answer and all tries included; empty: each
    /// question has its own time, and a task may wait for several.
    std::optional<std::chrono::milliseconds> model_patience{};
    std::function<bool()> cancelled;             ///< polled while the network is waited for
    std::function<void(const Error&)> replaced;  ///< hears why a starter script stands in for the model's words
};

struct TopicsReport {
    struct Group {
        std::string niche;
        std::size_t topics = 0;
    };

    std::vector<model::Topic> topics;
    std::vector<Group> groups;         ///< of the topics, in order; empty where they all belong to one niche
    std::vector<std::string> notices;  ///< why there are fewer than asked
};

/// Where words may come from; the model and Wikipedia only where the settings allow them.
struct WordsTools {
    const writing::StarterSet& starters;
    http::HttpTransport& transport;
    const writing::LanguageModel* model = nullptr;
    std::optional<writing::WikipediaSettings> wikipedia;  ///< its language is each request's own
    std::string default_language = "en";
    bool allow_private_addresses = false;  ///< for pages named by the user
    bool at_terminal = true;               ///< errors name commands and settings; else what a page offers
    /// For the model's ideas, and for its scripts of topics that have another one; empty: as for other scripts.
    std::optional<std::chrono::milliseconds> topics_patience{};
};

class Words {
public:
    explicit Words(WordsTools tools) : tools_(std::move(tools)) {}

    /// Errors: invalid (the words), no_material (nothing honest to say, with what else can be done), unavailable,
    /// timeout, too_large, cancelled.
    Result<model::Script> script_for(const WordsRequest& request) const;

    /// At most `count` (1 to 20; empty: 5) ideas, each of which script_for can make. For no niche, or "all", the
    /// starter set by niche; without a count the whole of it. Where the model takes longer than its time, what is
    /// known elsewhere, with a notice. Errors: as script_for.
    Result<TopicsReport> topics(const std::string& niche, std::optional<int> count,
                                const std::function<bool()>& cancelled = {}) const;

    /// Whether topics() answers at once, without the network.
    static bool topics_at_hand(std::string_view niche);

private:
    Result<model::Script> from_topic(const WordsRequest& request) const;
    Result<model::Script> from_model(const std::string& topic, const WordsRequest& request, const std::string& language,
                                     bool has_starter) const;
    Result<model::Script> from_wikipedia(const WordsRequest& request, const std::string& language) const;
    TopicsReport starter_topics(std::size_t most) const;
    writing::Wikipedia wikipedia_in(const std::string& language) const;
    std::string wikipedia_address(const std::string& language) const;  ///< that errors may name

    WordsTools tools_;
};

}  // namespace mss::studio
