#pragma once
// LanguageModel: scripts and topics written by a model, checked field by field before anybody sees them. One answer
// that fails the check is sent back once with what is wrong; a second failure is an error. Shared as its transport is;
// blocks. Errors: those of Chat, and unavailable for an answer that is wrong twice.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/script.hpp"
#include "model/topic.hpp"
#include "writing/chat.hpp"
#include "writing/text_writer.hpp"

namespace mss::writing {

class LanguageModel {
public:
    LanguageModel(http::HttpTransport& transport, LanguageModelSettings settings);

    /// A script about a topic, of about the asked length.
    Result<model::Script> write_script(std::string_view topic, const WriteOptions& options,
                                       const Waiting& waiting = {}) const;

    /// `count` (1 to 20) ideas for a niche, every field filled.
    Result<std::vector<model::Topic>> suggest_topics(std::string_view niche, std::size_t count,
                                                     std::string_view language = "en",
                                                     const Waiting& waiting = {}) const;

private:
    Chat chat_;
};

/// A script out of a model's answer. Errors: invalid, with the path of the first member that is missing or wrong: no
/// title, scenes that are empty or too long to follow, figures that the spoken words do not hold, sources without a
/// web address, a length far from the asked one or too long for a video. Where the answer is the `last`, what is too
/// long is shortened, and a notice says so.
Result<model::Script> parse_script_answer(std::string_view answer, const WriteOptions& options, bool last = false);

/// Topics out of a model's answer. Errors: invalid as above.
Result<std::vector<model::Topic>> parse_topics_answer(std::string_view answer, std::string_view niche,
                                                      std::size_t count, std::string_view language);

}  // namespace mss::writing
