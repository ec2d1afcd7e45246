#pragma once
// Candidates: an article's sentences, judged one by one and ranked against each other. Pure; any thread; never fails.

#include <string>
#include <string_view>
#include <vector>

#include "writing/article.hpp"

namespace mss::writing {

struct Candidate {
    std::string text;  ///< as it may be spoken: a given text's own words, others without brackets and reference marks
    std::size_t paragraph = 0;
    std::size_t position = 0;        ///< within its paragraph
    std::size_t words = 0;           ///< spoken
    double seconds = 0;              ///< to speak, with the pause after it
    bool counted = false;            ///< a sentence, and no heading or scrap
    bool speakable = false;          ///< can be told in its own place, between its neighbours
    bool usable = false;             ///< a whole statement about the subject, fit to be told without its neighbours
    bool dependent = false;          ///< only after the sentence before it
    bool opens = false;              ///< only before the sentence after it: "There are limits."
    bool opposes = false;            ///< somebody disagrees: "Critics say ..."
    double score = 0;                ///< 0 to about 1; higher is more worth saying
    std::vector<std::size_t> needs;  ///< numbers of earlier sentences that introduce "the plant" that this one names
    std::vector<std::string> terms;
};

struct Ranked {
    std::vector<Candidate> sentences;
    std::size_t unread = 0;  ///< further sentences of the article
};

/// The sentences of the article in order, at most 600 of them, scored by LexRank (Erkan and Radev 2004) over tf-idf
/// cosines, by the words of `focus` (the title or the question asked), by position, by telling figures, by contrast and
/// by quotations that name their speaker.
Ranked ranked_sentences(const Article& article, std::string_view language, std::string_view focus);

/// Whether somebody gave the text itself, and did not name a page or a topic.
bool given_text(const Article& article);

/// How alike two term lists are: the cosine of their counts, 0 to 1.
double similarity(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace mss::writing
