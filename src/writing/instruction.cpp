#include "writing/instruction.hpp"

#include <vector>

#include "text/language.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

// Verbs that instructions begin with. With an object behind them they are nothing else.
constexpr std::string_view kVerbs =
    "|add|aim|apply|ask|attach|avoid|bake|beat|begin|blend|boil|break|bring|brush|build|buy|call|change|check|"
    "choose|clean|close|collect|connect|cook|cool|count|cover|crush|cut|decide|delete|dig|divide|download|draw|"
    "drain|drink|drop|dry|eat|empty|enter|fasten|feed|fill|find|finish|fix|flip|fold|follow|fry|gather|get|give|"
    "glue|grate|grease|grind|hang|heat|hide|hold|install|join|keep|knead|label|lay|leave|let|lift|list|"
    "listen|lock|loosen|lower|make|mark|measure|melt|mix|move|note|open|pack|paint|peel|pick|place|plan|plant|plug|"
    "pour|practise|practice|prepare|press|print|pull|push|put|raise|read|reduce|remove|repeat|replace|rest|rinse|"
    "roast|roll|rub|run|save|scan|scrape|screw|seal|season|select|send|serve|set|shake|shape|sharpen|show|sift|"
    "sign|"
    "simmer|sketch|slice|soak|sort|spray|spread|sprinkle|squeeze|start|steam|steep|stir|stop|store|stretch|sweep|"
    "switch|take|tap|taste|tell|test|tie|tighten|toss|touch|trim|try|turn|twist|unplug|use|visit|wait|walk|warm|"
    "wash|watch|water|weigh|whisk|wipe|wrap|write|";
constexpr std::string_view kObjects =
    "|the|a|an|your|it|them|up|off|out|down|each|every|all|this|these|some|any|one|two|three|four|half|";
constexpr std::string_view kHowAndWhen =
    "|and|then|until|before|after|for|in|at|with|while|so|because|if|when|where|which|that|to|into|onto|over|as|or|"
    "but|by|about|every|once|";
constexpr std::size_t kWordsMin = 3;
constexpr std::size_t kWordsMax = 6;

constexpr std::string_view kArticles = "|the|a|an|your|its|their|this|that|each|every|both|all|";

// "keep the lid on": without a thing behind it, it belongs to the verb.
bool begins_how_or_when(const std::vector<Token>& tokens, std::size_t at) {
    if (listed("|on|off|", tokens[at].bare))
        return at + 1 < tokens.size() && !ends_with_mark(tokens[at].written) && listed(kArticles, tokens[at + 1].bare);
    return listed(kHowAndWhen, tokens[at].bare);
}

std::vector<std::string> written(const std::vector<Token>& tokens, std::size_t count) {
    std::vector<std::string> words;
    words.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        words.push_back(without_marks(tokens[i].written));
    return words;
}

}  // namespace

std::string instruction(std::string_view sentence, std::string_view language) {
    if (text::primary_language(language) != "en" || !begins_with_capital(sentence)) return {};
    const std::vector<Token> tokens = tokens_of(without_parentheses(sentence), language);
    if (tokens.size() < kWordsMin || !listed(kVerbs, tokens[0].bare) || !listed(kObjects, tokens[1].bare)) return {};
    std::size_t end = 1;
    while (end < tokens.size() && !ends_with_mark(tokens[end - 1].written) &&
           !(end >= kWordsMin && begins_how_or_when(tokens, end)))
        ++end;
    const bool whole = end >= kWordsMin && end <= kWordsMax && !tokens[end - 1].written.ends_with('?') &&
                       !listed("|only|from|without|just|even|not|", tokens[end - 1].bare);
    return whole ? without_stray_quotes(joined(written(tokens, end), language)) : std::string();
}

}  // namespace mss::writing
