#pragma once
// What single words do in a sentence, for some languages: point back, connect, act. Immutable tables; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "text/written_words.hpp"

namespace mss::writing {

/// True where a sentence cannot stand without the one before it: a pronoun or a demonstrative whose noun is missing
/// ("It grew.", "In 1847, he left.", "For this reason ..."). Thorough for English; by the first word for de, fr, es,
/// it, pt and nl.
bool refers_back(std::string_view sentence, std::string_view language);

/// Without a leading connective such as "However, " or "For example, "; the rest begins with a capital.
std::string without_connective(std::string_view sentence, std::string_view language);

/// True for a lower-case English word that is most often a verb or an adverb, and so does not belong into a headline.
bool headline_breaker(std::string_view word);

/// True for a lower-case verb (or adverb of measure) that often follows its subject in fr, es, it, pt and nl, where
/// nouns and verbs look alike. Only the commonest are known, and others by their endings, unless the word has a capital
/// inside its sentence and so is a `name`.
bool frequent_verb(std::string_view word, std::string_view language, bool name = false);

using text::bare_words;

}  // namespace mss::writing
