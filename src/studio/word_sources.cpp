#include "studio/word_sources.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "http/url.hpp"
#include "store/setting_rows.hpp"
#include "studio/setting_names.hpp"
#include "writing/chat.hpp"

namespace mss::studio {
namespace {

constexpr std::chrono::seconds kTryTimeout{30};
// A list of ideas is worth no longer look at a page that waits.
constexpr std::chrono::seconds kTopicsPatience{20};
constexpr std::size_t kTextBytesMax = 1000;

const std::string* find(const std::map<std::string, std::string, std::less<>>& rows, std::string_view name) {
    const auto found = rows.find(name);
    return found == rows.end() ? nullptr : &found->second;
}

Result<void> check_model(const ModelChoice& choice) {
    for (const std::string* text : {&choice.base_url, &choice.name})
        if (!utf8::valid(*text) || text->size() > kTextBytesMax)
            return fail(Code::invalid, "The model's address or name cannot be used: it is too long or no valid UTF-8.");
    if (choice.base_url.empty()) return {};
    const auto url = http::parse_url(choice.base_url);
    if (!url) return fail(Code::invalid, "This is no web address: one begins with http:// or https://.");
    return {};
}

}  // namespace

OwnedWords::OwnedWords(const writing::StarterSet& starters, http::HttpTransport& transport, const WordDefaults& choices)
    : model_timeout_(choices.model ? std::optional(choices.model->timeout) : std::nullopt), words_([&] {
          if (choices.model) model_.emplace(transport, *choices.model);
          return WordsTools{.starters = starters,
                            .transport = transport,
                            .model = model_ ? &*model_ : nullptr,
                            .wikipedia = choices.wikipedia,
                            .default_language = choices.language,
                            .allow_private_addresses = choices.allow_private_addresses,
                            .at_terminal = false,
                            .topics_patience = std::min<std::chrono::milliseconds>(
                                kTopicsPatience, model_timeout_.value_or(kTopicsPatience))};
      }()) {}

WordSources::WordSources(store::Database& database, const writing::StarterSet& starters, WordNetwork network,
                         WordDefaults defaults)
    : database_(database), starters_(starters), network_(network), defaults_(std::move(defaults)) {}

Result<WordSources::Rows> WordSources::rows() const {
    Rows rows;
    MSS_TRY(database_.read([&](store::Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(rows, store::SettingRows(connection).all());
        return {};
    }));
    return rows;
}

std::string WordSources::kept_key(const Rows& rows, std::string_view address) const {
    const std::string* chosen = find(rows, kModelUrlSetting);
    const std::string* key = find(rows, kModelKeySetting);
    if (chosen != nullptr && *chosen == address && key != nullptr) return *key;
    if (defaults_.model && defaults_.model->base_url == address) return defaults_.model->api_key;
    return {};
}

WordDefaults WordSources::chosen(const Rows& rows) const {
    WordDefaults choices = defaults_;
    if (const std::string* url = find(rows, kModelUrlSetting)) {
        choices.model.reset();
        if (!url->empty()) {
            writing::LanguageModelSettings model;
            if (defaults_.model) model.timeout = defaults_.model->timeout;
            model.base_url = *url;
            if (const std::string* name = find(rows, kModelNameSetting)) model.model = *name;
            model.api_key = kept_key(rows, *url);
            choices.model = std::move(model);
        }
    }
    if (const std::string* wikipedia = find(rows, kWikipediaSetting)) {
        choices.wikipedia.reset();
        if (*wikipedia == "on") choices.wikipedia = defaults_.wikipedia_if_on;
    }
    return choices;
}

Result<std::unique_ptr<OwnedWords>> WordSources::open() const {
    MSS_TRY_ASSIGN(const Rows known, rows());
    return std::make_unique<OwnedWords>(starters_, network_.patient, chosen(known));
}

Result<WordChoices> WordSources::choices() const {
    MSS_TRY_ASSIGN(const Rows known, rows());
    const WordDefaults now = chosen(known);
    WordChoices choices;
    if (now.model) {
        choices.model_url = now.model->base_url;
        choices.model_name = now.model->model;
        choices.model_has_key = !now.model->api_key.empty();
    }
    choices.model_source = find(known, kModelUrlSetting) != nullptr ? ChoiceSource::page : defaults_.model_source;
    choices.wikipedia = now.wikipedia.has_value();
    choices.wikipedia_source =
        find(known, kWikipediaSetting) != nullptr ? ChoiceSource::page : defaults_.wikipedia_source;
    return choices;
}

Result<void> WordSources::choose_model(const ModelChoice& choice) {
    MSS_TRY(check_model(choice));
    return database_.write([&](store::Connection& connection) -> Result<void> {
        store::SettingRows known(connection);
        MSS_TRY_ASSIGN(const Rows before, known.all());
        const std::string* old_url = find(before, kModelUrlSetting);
        MSS_TRY(known.set(kModelUrlSetting, choice.base_url));
        MSS_TRY(known.set(kModelNameSetting, choice.name));
        if (choice.key) return known.set(kModelKeySetting, *choice.key);
        // A key goes to the address that it was given for, and to no other.
        if (old_url == nullptr || *old_url != choice.base_url) return known.remove(kModelKeySetting);
        return {};
    });
}

Result<void> WordSources::choose_wikipedia(bool on) {
    return database_.write([&](store::Connection& connection) {
        return store::SettingRows(connection).set(kWikipediaSetting, on ? "on" : "off");
    });
}

Result<void> WordSources::try_model(const ModelChoice& choice, const std::function<bool()>& cancelled) const {
    MSS_TRY(check_model(choice));
    if (choice.base_url.empty()) return fail(Code::invalid, "There is no model to test: give its address first.");
    MSS_TRY_ASSIGN(const Rows known, rows());
    writing::LanguageModelSettings settings;
    settings.base_url = choice.base_url;
    settings.model = choice.name;
    settings.max_tokens = 200;
    settings.timeout = kTryTimeout;
    settings.tells_address = true;
    settings.api_key = choice.key ? *choice.key : kept_key(known, choice.base_url);
    const json::Object schema{{"type", "object"},
                              {"properties", json::Object{{"greeting", json::Object{{"type", "string"}}}}},
                              {"required", json::Array{"greeting"}},
                              {"additionalProperties", false}};
    MSS_TRY_ASSIGN(
        const std::string answer,
        writing::Chat(network_.direct, settings)
            .ask({{"user", "Answer with a JSON object that has the one member \"greeting\": a short greeting."}},
                 "greeting", schema, {.cancelled = cancelled, .until = {}}));
    const auto greeting = json::parse(writing::json_object_in(answer));
    if (greeting && greeting->is_object() && greeting->as_object().contains("greeting")) return {};
    return fail(
        Code::unavailable,
        fmt::format("The model answers, but not with the JSON that it is asked for, so it cannot write scripts: "
                    "\"{}\". Choose another one.",
                    utf8::printable(answer, 100)));
}

}  // namespace mss::studio
