#pragma once
// WordSources: where words may come from just now: what the settings say, and above that what the owner chose in the
// page. Shared by all threads. The transport's circuits and pauses are shared by everybody's requests.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "http/transport.hpp"
#include "store/database.hpp"
#include "studio/choice_source.hpp"
#include "studio/words.hpp"
#include "writing/language_model.hpp"
#include "writing/starter.hpp"
#include "writing/wikipedia.hpp"

namespace mss::studio {

/// What the settings say.
struct WordDefaults {
    std::optional<writing::LanguageModelSettings> model;
    std::optional<writing::WikipediaSettings> wikipedia;  ///< where it is turned off there, empty
    writing::WikipediaSettings wikipedia_if_on;           ///< where the owner turns it on
    std::string language = "en";
    bool allow_private_addresses = false;
    ChoiceSource model_source = ChoiceSource::fallback;
    ChoiceSource wikipedia_source = ChoiceSource::fallback;
};

/// A model that the owner connects in the page.
struct ModelChoice {
    std::string base_url;
    std::string name;
    std::optional<std::string> key;  ///< absent: the one that is kept
};

struct WordChoices {
    std::string model_url;
    std::string model_name;
    bool model_has_key = false;
    ChoiceSource model_source = ChoiceSource::fallback;
    bool wikipedia = true;
    ChoiceSource wikipedia_source = ChoiceSource::fallback;
};

/// How the words of a server reach the network: patiently, with retries and with circuits that everybody's requests
/// share; and directly, for whoever asks now what the other side says now.
struct WordNetwork {
    http::HttpTransport& patient;
    http::HttpTransport& direct;
};

/// Words with the model that it uses. Moves as a pointer, since one points to the other.
class OwnedWords {
public:
    OwnedWords(const writing::StarterSet& starters, http::HttpTransport& transport, const WordDefaults& choices);

    const Words& words() const { return words_; }
    bool has_model() const { return model_.has_value(); }
    /// How long the settings allow the model to take; empty: there is none.
    std::optional<std::chrono::milliseconds> model_timeout() const { return model_timeout_; }

private:
    std::optional<std::chrono::milliseconds> model_timeout_;
    std::optional<writing::LanguageModel> model_;
    Words words_;
};

class WordSources {
public:
    /// All outlive it.
    WordSources(store::Database& database, const writing::StarterSet& starters, WordNetwork network,
                WordDefaults defaults);

    /// As everything is chosen now. Errors: of the database.
    Result<std::unique_ptr<OwnedWords>> open() const;
    Result<WordChoices> choices() const;

    /// Connects a model, or with an empty address none. Errors: invalid (the address).
    Result<void> choose_model(const ModelChoice& choice);
    Result<void> choose_wikipedia(bool on);
    /// Asks a model for something small, whatever its circuit says. Errors: those of the model, cancelled among them;
    /// unavailable (it answers something else than it is asked for).
    Result<void> try_model(const ModelChoice& choice, const std::function<bool()>& cancelled = {}) const;

    const writing::StarterSet& starters() const { return starters_; }
    /// Of topics whose order names none.
    const std::string& default_language() const { return defaults_.language; }

private:
    using Rows = std::map<std::string, std::string, std::less<>>;
    Result<Rows> rows() const;
    WordDefaults chosen(const Rows& rows) const;
    /// The key that is kept for this address: none goes to another one. Empty: none is.
    std::string kept_key(const Rows& rows, std::string_view address) const;

    store::Database& database_;
    const writing::StarterSet& starters_;
    const WordNetwork network_;
    const WordDefaults defaults_;
};

}  // namespace mss::studio
