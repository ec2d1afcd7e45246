#pragma once
// The starter set: two dozen questions with finished scripts inside the program, so that a first video needs no network
// and no key. Immutable once read; any thread; the pointers it hands out live as long as the set. Reading fails
// (invalid) only where a file of assets/starter is broken, and the error names the file.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.hpp"
#include "model/script.hpp"
#include "model/topic.hpp"
#include "writing/question_index.hpp"

namespace mss::writing {

/// One question of the set, as its JSON file has it.
struct Starter {
    std::vector<std::string> niches;     ///< the most telling first
    std::vector<std::string> questions;  ///< other ways to ask for script.title
    std::string angle;
    std::vector<std::string> hooks;
    std::vector<std::size_t> core;                 ///< scenes that make a whole short version by themselves
    std::vector<std::vector<std::size_t>> extras;  ///< scenes that join the core while there is time, group by group
    model::Script script;
};
BOOST_DESCRIBE_STRUCT(Starter, (), (niches, questions, angle, hooks, core, extras, script))

/// A JSON file and its name without the ending.
struct StarterFile {
    std::string_view name;
    std::string_view json;
};

class StarterSet {
public:
    /// The set inside the program.
    static Result<StarterSet> load();
    /// A set from other files; load() is this with the embedded ones.
    static Result<StarterSet> parse(std::span<const StarterFile> files);

    /// The starter that answers what an English topic asks, in whatever words; null where none surely does.
    const Starter* find(std::string_view topic) const;

    /// At most `count` starters that belong to a niche such as "animals" or "personal finance", the closest first;
    /// empty where none does.
    std::vector<const Starter*> for_niche(std::string_view niche, std::size_t count) const;

    std::span<const Starter> all() const { return starters_; }

private:
    explicit StarterSet(std::vector<Starter> starters);

    std::vector<Starter> starters_;
    QuestionIndex index_;
};

/// The script for about `duration_s` seconds: whole, or the core and as many extras as fit. It is never padded; a
/// notice says so where it misses the asked length by more than a tenth. The question opens it, on a card of its own;
/// the first scene's own headline comes behind it.
model::Script script(const Starter& starter, int duration_s);

/// The starter as an idea in a list of topics, every field filled.
model::Topic topic(const Starter& starter);

}  // namespace mss::writing
