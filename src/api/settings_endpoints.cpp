#include "api/settings_endpoints.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include <fmt/format.h>

#include "api/body.hpp"
#include "api/json_answer.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using studio::ChoiceSource;

std::string_view name_of(ChoiceSource source) {
    switch (source) {
        case ChoiceSource::fallback: return "default";
        case ChoiceSource::file: return "file";
        case ChoiceSource::environment: return "environment";
        case ChoiceSource::flag: return "flag";
        case ChoiceSource::page: return "page";
    }
    return "default";
}

struct ModelBody {
    std::optional<std::string> base_url;
    std::string name;
    std::optional<std::string> key;
};
BOOST_DESCRIBE_STRUCT(ModelBody, (), (base_url, name, key))

struct OnBody {
    std::optional<bool> on;
};
BOOST_DESCRIBE_STRUCT(OnBody, (), (on))

struct OpenBody {
    std::optional<bool> open;
};
BOOST_DESCRIBE_STRUCT(OpenBody, (), (open))

struct SettingsBody {
    std::optional<ModelBody> model;
    std::optional<OnBody> wikipedia;
    std::optional<OpenBody> sign_up;
    bool names_model = false;  ///< also as null, which takes it away: something else than leaving it out
};
BOOST_DESCRIBE_STRUCT(SettingsBody, (), (model, wikipedia, sign_up))

studio::ModelChoice choice_of(const ModelBody& body) {
    return {.base_url = body.base_url.value_or(""), .name = body.name, .key = body.key};
}

// The body, with what it must say where it names a setting: nobody's typing error opens a door.
std::expected<SettingsBody, Problem> settings_in(const http_server::Request& request) {
    MSS_TRY_ASSIGN(const json::Value value, json_body(request));
    MSS_TRY_ASSIGN(SettingsBody body, decode_body<SettingsBody>(value));
    body.names_model = value.as_object().contains("model");
    std::vector<WrongMember> wrong;
    for (const auto& member : value.as_object())
        if (constexpr std::array kKnown{"model", "wikipedia", "sign_up"};
            std::ranges::find(kKnown, member.key()) == kKnown.end())
            wrong.push_back({fmt::format("/{}", std::string_view(member.key())), "there is no such setting"});
    if (body.model && !body.model->base_url) wrong.push_back({"/model/base_url", "expected a text"});
    if (body.wikipedia && !body.wikipedia->on) wrong.push_back({"/wikipedia/on", "expected true or false"});
    if (body.sign_up && !body.sign_up->open) wrong.push_back({"/sign_up/open", "expected true or false"});
    if (wrong.empty()) return body;
    Problem problem = invalid(std::move(wrong));
    problem.detail = fmt::format("{}: {}", problem.errors.front().pointer, problem.detail);
    return std::unexpected(std::move(problem));
}

Answer show(const studio::WordSources& sources, const studio::Accounts& accounts) {
    MSS_TRY_ASSIGN(const studio::WordChoices choices, sources.choices());
    MSS_TRY_ASSIGN(const studio::SignUpChoice sign_up, accounts.sign_up_choice());
    return json_answer(
        200, json::Object{
                 {"model", json::Object{{"base_url", choices.model_url},
                                        {"name", choices.model_name},
                                        {"has_key", choices.model_has_key},
                                        {"source", name_of(choices.model_source)}}},
                 {"wikipedia", json::Object{{"on", choices.wikipedia}, {"source", name_of(choices.wikipedia_source)}}},
                 {"sign_up", json::Object{{"open", sign_up.open}, {"source", name_of(sign_up.source)}}}});
}

Answer change(studio::WordSources& sources, studio::Accounts& accounts, const Call& call) {
    MSS_TRY_ASSIGN(const auto body, settings_in(call.request));
    if (body.names_model)
        if (const auto chosen = sources.choose_model(body.model ? choice_of(*body.model) : studio::ModelChoice{});
            !chosen)
            return std::unexpected(about("/model/base_url", chosen.error()));
    if (body.wikipedia) MSS_TRY(sources.choose_wikipedia(body.wikipedia->on.value()));
    if (body.sign_up) MSS_TRY(accounts.choose_sign_up(body.sign_up->open.value()));
    return show(sources, accounts);
}

// A model that does not answer is what the test is there to find out: no problem of this request.
Answer test(const studio::WordSources& sources, WordRoom& room, const Call& call) {
    MSS_TRY_ASSIGN(const auto body, settings_in(call.request));
    studio::ModelChoice choice;
    if (body.model) {
        choice = choice_of(*body.model);
    } else {
        MSS_TRY_ASSIGN(const studio::WordChoices choices, sources.choices());
        choice = {.base_url = choices.model_url, .name = choices.model_name, .key = std::nullopt};
    }
    MSS_TRY_ASSIGN(const auto seat, room.take(call.user.id));
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = sources.try_model(choice, in_vain(call, room));
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    return json_answer(200, json::Object{{"ok", answer.has_value()},
                                         {"detail", answer ? "The model answers." : answer.error().message},
                                         {"took_ms", took.count()}});
}

}  // namespace

Endpoints settings_endpoints(studio::WordSources& sources, studio::Accounts& accounts, WordRoom& room) {
    Endpoints endpoints;
    endpoints.push_back(
        {Method::get, both("settings"), Audience::owner, [&](const Call&) { return show(sources, accounts); }});
    endpoints.push_back({Method::put, both("settings"), Audience::owner,
                         [&](const Call& call) { return change(sources, accounts, call); }});
    endpoints.push_back({Method::post, both("settings/test"), Audience::owner,
                         [&](const Call& call) { return test(sources, room, call); }});
    return endpoints;
}

}  // namespace mss::api
