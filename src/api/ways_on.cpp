#include "api/ways_on.hpp"

namespace mss::api {

std::vector<Way> ways_on(const studio::VideoOrder& order, store::Role role, bool has_model) {
    if (order.script)
        return {{"script", "Write words into the script that can be spoken."},
                {"text", "Paste them as a text."},
                {"topic", "Give a topic instead, and leave the words to the studio."}};
    if (order.text)
        return {{"text", "Write more: a text needs at least two sentences."},
                {"script", "Give the words as a script, which is spoken as it is, however short."},
                {"url", "Give the address of an article instead."}};
    if (!order.url.empty())
        return {{"url", "Give the address of another article."},
                {"text", "Paste the words of the article as a text."},
                {"topic", "Give a topic instead, and leave the words to the studio."}};
    std::vector<Way> ways = ways_without_a_model();
    if (has_model)
        ways.push_back({"topic", "Ask in other words, or for another topic."});
    else if (role == store::Role::owner)
        ways.push_back({"model", "Connect a language model in the settings."});
    else
        ways.push_back({"owner", "Ask the owner of this studio to connect a language model."});
    return ways;
}

std::vector<Way> ways_without_a_model() {
    return {{"text", "Paste a text of your own."}, {"url", "Give the address of an article."}};
}

}  // namespace mss::api
