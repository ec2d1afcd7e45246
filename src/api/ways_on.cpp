#include "api/ways_on.hpp"

namespace mss::api {

std::vector<std::string> ways_on(const studio::VideoOrder& order, store::Role role, bool has_model) {
    if (order.script)
        return {"Write words into the script that can be spoken.", "Paste them as a text.",
                "Give a topic instead, and leave the words to the studio."};
    if (order.text)
        return {"Write more: a text needs at least two sentences.",
                "Give the words as a script, which is spoken as it is, however short.",
                "Give the address of an article instead."};
    if (!order.url.empty())
        return {"Give the address of another article.", "Paste the words of the article as a text.",
                "Give a topic instead, and leave the words to the studio."};
    std::vector<std::string> ways{"Paste a text of your own.", "Give the address of an article."};
    if (has_model)
        ways.emplace_back("Ask in other words, or for another topic.");
    else if (role == store::Role::owner)
        ways.emplace_back("Connect a language model in the settings.");
    else
        ways.emplace_back("Ask the owner of this studio to connect a language model.");
    return ways;
}

}  // namespace mss::api
