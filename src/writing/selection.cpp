#include "writing/selection.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/pace.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr double kAlikeMax = 0.6;
constexpr double kOvershoot = 0.06;     // how far a script may pass the asked length, where a video may be so long
constexpr double kHardlyLonger = 1.09;  // a text that is so little too long is told whole
constexpr std::size_t kChainMax = 4;
constexpr double kClosingFrom = 40;  // seconds; a shorter video has no room for a farewell
constexpr double kClosingShare = 0.25;
constexpr double kOpposingShare = 0.4;
constexpr double kVoiceShare = 0.25;
constexpr double kNewMatter = 0.1;  // what the core of a paragraph gains of which nothing is told
constexpr std::size_t kClosingParagraphsMax = 25;
constexpr double kContinuity = 0.1;  // what a sentence gains where its context is told or not needed

// A sentence with those that it needs and that are not told yet; empty where one of them cannot be used or where they
// are too many.
Chosen with_context(const std::vector<Candidate>& all, std::size_t index, const Chosen& told) {
    Chosen chain;
    std::vector<std::size_t> open{index};
    while (!open.empty()) {
        const std::size_t i = open.back();
        open.pop_back();
        if (told.contains(i) || chain.contains(i)) continue;
        if (i >= all.size() || !all[i].usable || chain.size() == kChainMax) return {};
        chain.insert(i);
        if (all[i].dependent && i == 0) return {};
        if (all[i].dependent) open.push_back(i - 1);
        // What the text opens with stands by itself where the sentence behind it, such as a question, cannot be told.
        const bool alone = all[i].opens && i == lead_of(all) && (i + 1 >= all.size() || !all[i + 1].usable);
        if (all[i].opens && !alone) open.push_back(i + 1);
        open.insert(open.end(), all[i].needs.begin(), all[i].needs.end());
    }
    return chain;
}

double overshoot(double seconds) {
    return std::clamp(kLongestPlanned - kSilenceAround - seconds, 0.0, kOvershoot * seconds);
}

class Selection {
public:
    Selection(const std::vector<Candidate>& all, double seconds) : all_(all), asked_(seconds), left_(seconds) {}

    bool add(std::size_t index, bool must = false) {
        const Chosen chain = with_context(all_, index, chosen_);
        if (chain.empty()) return false;
        const double seconds = seconds_of(all_, chain);
        if (!must && (seconds > left_ + slack() || repeats(chain))) return false;
        chosen_.insert(chain.begin(), chain.end());
        left_ -= seconds;
        return true;
    }

    const Chosen& chosen() const { return chosen_; }

private:
    // A little too long is better than far too short.
    double slack() const { return left_ > kLengthTolerance * asked_ ? overshoot(asked_) : 0; }

    bool repeats(const Chosen& chain) const {
        return std::ranges::any_of(chain, [&](std::size_t i) {
            return std::ranges::any_of(
                chosen_, [&](std::size_t other) { return similarity(all_[i].terms, all_[other].terms) > kAlikeMax; });
        });
    }

    const std::vector<Candidate>& all_;
    const double asked_;
    double left_;
    Chosen chosen_;
};

// What the article ends with, so that the video ends and does not only stop. A long article of an encyclopaedia ends
// with whatever was added last.
std::optional<std::size_t> closing_of(const std::vector<Candidate>& all, double seconds, const Chosen& told) {
    if (all.empty() || seconds < kClosingFrom || all.back().paragraph > kClosingParagraphsMax) return std::nullopt;
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].paragraph + 1 < all.back().paragraph) continue;  // earlier than the last two paragraphs
        const Chosen chain = with_context(all, i, told);
        if (chain.empty() || seconds_of(all, chain) > kClosingShare * seconds) continue;
        best = i;
    }
    return best;
}

double worth(const std::vector<Candidate>& all, std::size_t index, const Chosen& told) {
    const Chosen chain = with_context(all, index, told);
    if (chain.empty()) return -1;
    double sum = 0;
    for (const std::size_t i : chain)
        sum += all[i].score;
    return sum / static_cast<double>(chain.size());
}

// The other side of the story: without it the rest is an advertisement.
std::optional<std::size_t> opposing_of(const std::vector<Candidate>& all, double seconds, const Chosen& told) {
    std::optional<std::size_t> best;
    double best_worth = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].opposes) continue;
        if (told.contains(i)) return std::nullopt;  // it is told already
        if (seconds_of(all, with_context(all, i, told)) > kOpposingShare * seconds) continue;
        if (const double value = worth(all, i, told); value > best_worth) {
            best = i;
            best_worth = value;
        }
    }
    return best;
}

// Somebody's own words, with a name to them: they say more than any report about them.
std::optional<std::size_t> voice_of(const std::vector<Candidate>& all, double seconds, const Chosen& told) {
    const auto speaks = [&](std::size_t i) {
        const auto quote = quotation(all[i].text);
        return quote && !quote->speaker.empty();
    };
    if (std::ranges::any_of(told, speaks)) return std::nullopt;
    std::optional<std::size_t> best;
    double best_worth = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double value = worth(all, i, told);
        if (value <= best_worth || !speaks(i)) continue;
        if (seconds_of(all, with_context(all, i, told)) > kVoiceShare * seconds) continue;
        best = i;
        best_worth = value;
    }
    return best;
}

// True where every "the" names something that needs no introduction: "the world", "the largest", "the number of".
bool self_contained(const Candidate& candidate, const std::set<std::string>& subject) {
    constexpr std::string_view kKnown =
        " world earth sun moon sea ocean sky universe human first only same most second third name end ";
    const auto words = bare_words(candidate.text);
    const auto written = text::words(candidate.text, "");
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "had" && words[i + 1] == "been") return false;
        if (words[i] != "the") continue;
        const std::string& next = words[i + 1];
        const std::string_view after = i + 2 < words.size() ? std::string_view(words[i + 2]) : "";
        const bool known = kKnown.find(" " + next + " ") != std::string_view::npos || next.ends_with("est");
        const bool of = after == "of" || after == "that" || after == "which" || after == "who";
        const bool name = begins_with_capital(written[i + 1]);
        if (!known && !of && !name && !subject.contains(text::stem(next, "en"))) return false;
    }
    return true;
}

// How well a sentence opens a video: short, with a figure or a superlative, and with the subject's name in it.
int hook_value(const Candidate& candidate, const std::set<std::string>& subject) {
    constexpr std::string_view kStrong =
        " only  first  never  largest  smallest  oldest  fastest  deadliest  most  longest  tallest  deepest  "
        "strangest  "
        "rarest  brightest  hottest  coldest  strongest  no  without  every  entire  ever ";
    const bool named =
        std::ranges::any_of(candidate.terms, [&](const std::string& term) { return subject.contains(term); });
    if (!named || candidate.words > 20 || !self_contained(candidate, subject)) return 0;
    int value = candidate.words <= 14 ? 2 : 1;
    if (const auto figure = telling_figure(candidate.text)) value += 2;
    const auto words = bare_words(candidate.text);
    const bool strong = std::ranges::any_of(
        words, [&](const std::string& word) { return kStrong.find(" " + word + " ") != std::string_view::npos; });
    return value + (strong ? 1 : 0);
}

}  // namespace

std::optional<std::size_t> lead_of(const std::vector<Candidate>& all) {
    for (std::size_t i = 0; i < all.size() && all[i].paragraph < 3; ++i)
        if (all[i].usable && !all[i].dependent) return i;
    return std::nullopt;
}

double seconds_of(const std::vector<Candidate>& all, const Chosen& chosen) {
    double seconds = 0;
    for (const std::size_t i : chosen)
        seconds += all[i].seconds;
    return seconds;
}

Chosen whole_text(const std::vector<Candidate>& all, double seconds) {
    Chosen chosen;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].speakable) chosen.insert(i);
    const double most = std::min(kHardlyLonger * seconds, kLongestPlanned - kSilenceAround);
    return seconds_of(all, chosen) <= most ? chosen : Chosen{};
}

// The best sentences that fit, one after the other; each choice makes its successor a little more welcome, because a
// pair in the source's own order is understood better than two strangers.
Chosen select_sentences(const std::vector<Candidate>& all, double seconds) {
    Selection selection(all, seconds);
    if (const auto lead = lead_of(all)) selection.add(*lead, true);
    if (const auto opposing = opposing_of(all, seconds, selection.chosen())) selection.add(*opposing);
    if (const auto voice = voice_of(all, seconds, selection.chosen())) selection.add(*voice);
    if (const auto closing = closing_of(all, seconds, selection.chosen())) selection.add(*closing);
    std::vector<std::pair<double, std::size_t>> open;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (const double value = worth(all, i, selection.chosen()); value > 0) open.emplace_back(value, i);
    const auto value_of = [&](const std::pair<double, std::size_t>& entry) {
        const std::size_t i = entry.second;
        const bool placed = all[i].position == 0 || all[i].dependent || selection.chosen().contains(i - 1);
        const bool new_matter = all[i].position == 0 && std::ranges::none_of(selection.chosen(), [&](std::size_t told) {
                                    return all[told].paragraph == all[i].paragraph;
                                });
        return entry.first + (placed ? kContinuity : 0.0) + (new_matter ? kNewMatter : 0.0);
    };
    while (!open.empty()) {
        const auto best = std::ranges::max_element(open, {}, value_of);
        selection.add(best->second);
        open.erase(best);
    }
    return selection.chosen();
}

void fill_in_order(const std::vector<Candidate>& all, double seconds, Chosen& chosen) {
    double left = seconds - seconds_of(all, chosen);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Candidate& candidate = all[i];
        if (!candidate.speakable || chosen.contains(i)) continue;
        if (candidate.seconds > left + (left > kLengthTolerance * seconds ? overshoot(seconds) : 0)) continue;
        if (candidate.opens && !chosen.contains(i + 1)) continue;
        const bool follows = i > 0 && chosen.contains(i - 1);
        const auto told = [&](std::size_t needed) { return chosen.contains(needed); };
        if (!follows && i > 0 && (candidate.dependent || !candidate.usable)) continue;
        if (!std::ranges::all_of(candidate.needs, told)) continue;
        chosen.insert(i);
        left -= candidate.seconds;
    }
}

std::optional<std::size_t> hook_of(const std::vector<Candidate>& all, const Chosen& chosen,
                                   const std::set<std::string>& subject) {
    constexpr int kGood = 3;
    std::optional<std::size_t> best;
    int best_value = kGood - 1;
    for (const std::size_t i : chosen) {
        const bool leaned_on = std::ranges::any_of(chosen, [&](std::size_t other) {
            return (other == i + 1 && all[other].dependent) || (other + 1 == i && all[other].opens) ||
                   std::ranges::find(all[other].needs, i) != all[other].needs.end();
        });
        // A sentence that opened with a connective answers something said before it.
        const bool connected = without_connective(all[i].text, "en") != all[i].text;
        if (all[i].dependent || !all[i].needs.empty() || leaned_on || connected) continue;
        const int value = hook_value(all[i], subject);
        if (value > best_value) {
            best = i;
            best_value = value;
        }
    }
    return best;
}

}  // namespace mss::writing
