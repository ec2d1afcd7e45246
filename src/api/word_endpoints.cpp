#include "api/word_endpoints.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "api/body.hpp"
#include "api/json_answer.hpp"
#include "api/ways_on.hpp"
#include "studio/language_names.hpp"
#include "studio/styles.hpp"
#include "writing/pace.hpp"

namespace mss::api {
namespace {

using http_server::Method;

constexpr std::int64_t kTopicsMax = 20;
constexpr std::int64_t kTopicsUsual = 5;

struct TopicsBody {
    std::string niche;
    int count = static_cast<int>(kTopicsUsual);
};
BOOST_DESCRIBE_STRUCT(TopicsBody, (), (niche, count))

// The voices of this machine, asked for now and then: they change only with what is installed.
class VoiceList {
public:
    explicit VoiceList(const studio::Videos& videos) : videos_(videos) {}

    Result<std::vector<media_protocol::Voice>> all() {
        // A program that hangs must not hold one thread after the other.
        const std::unique_lock lock(mutex_, kPatience);
        if (!lock) return fail(Code::unavailable, "The voices of this machine are being looked up; ask again.");
        const auto now = std::chrono::steady_clock::now();
        if (!known_ || now > known_at_ + kFresh) {
            MSS_TRY_ASSIGN(auto reply, videos_.voices({}));
            known_ = std::move(reply.voices);
            known_at_ = now;
        }
        return *known_;
    }

private:
    static constexpr std::chrono::seconds kPatience{3};
    static constexpr std::chrono::minutes kFresh{1};

    const studio::Videos& videos_;
    std::timed_mutex mutex_;
    std::optional<std::vector<media_protocol::Voice>> known_;
    std::chrono::steady_clock::time_point known_at_;
};

Answer choices(const studio::WordSources& sources, const studio::Videos& videos, VoiceList& voice_list) {
    MSS_TRY_ASSIGN(const auto voices, voice_list.all());
    json::Array styles;
    for (const auto& style : studio::styles())
        styles.push_back(json::Object{{"id", style.name}, {"name", style.title}, {"description", style.description}});
    json::Array voice_views;
    for (const auto& voice : voices) {
        voice_views.push_back(json::Object{{"id", voice.name},
                                           {"name", voice.description.empty() ? voice.name : voice.description},
                                           {"language", voice.language},
                                           {"engine", voice.engine},
                                           {"paid", voice.paid}});
    }
    std::set<std::string> niches;
    for (const auto& starter : sources.starters().all())
        niches.insert(starter.niches.front());
    json::Object body{
        {"styles", std::move(styles)},
        {"voices", std::move(voice_views)},
        {"languages", json::encode(studio::named_languages(voices))},
        {"formats",
         json::Array{json::Object{{"id", "vertical"}, {"name", "Vertical"}, {"width", 1080}, {"height", 1920}},
                     json::Object{{"id", "wide"}, {"name", "Wide"}, {"width", 1920}, {"height", 1080}}}},
        {"niches", json::encode(std::vector<std::string>(niches.begin(), niches.end()))},
        {"durations", json::Object{{"least", studio::kShortestVideoSeconds},
                                   {"most", studio::kLongestVideoSeconds},
                                   {"usual", studio::VideoOrder{}.duration}}},
        {"presets", json::Array{"fast", "publish", "best"}}};
    if (const auto allowance = videos.allowance())
        body["paid_speech"] =
            json::Object{{"characters_a_month", allowance->limit}, {"characters_left", allowance->left}};
    return json_answer(200, body);
}

Problem going() {
    Problem problem(503, "unavailable", "The server is going down. Ask again when it is back.");
    problem.retry_after_s = 10;
    return problem;
}

Answer topics(const studio::WordSources& sources, WordRoom& room, const Call& call, const std::string& niche,
              std::int64_t count) {
    if (niche.size() > studio::kTopicBytesMax)
        return std::unexpected(
            invalid({{"/niche", fmt::format("A niche has at most {} bytes.", studio::kTopicBytesMax)}}));
    // What is at hand waits for nothing, and so not for a seat either.
    std::optional<WordRoom::Seat> seat;
    if (!studio::Words::topics_at_hand(niche)) {
        MSS_TRY_ASSIGN(auto taken, room.take(call.user.id));
        seat.emplace(std::move(taken));
    }
    MSS_TRY_ASSIGN(const auto words, sources.open());
    const auto found = words->words().topics(niche, static_cast<int>(count), in_vain(call, room));
    if (!found && room.closed()) return std::unexpected(going());
    if (!found) {
        Problem problem(found.error());
        problem.cause = cause_of(problem.code, words->has_model());
        return std::unexpected(std::move(problem));
    }
    json::Array views;
    for (const auto& topic : found->topics) {
        json::Value view = json::encode(topic);
        view.as_object()["niche"] = niche;
        views.push_back(std::move(view));
    }
    return json_answer(200, json::Object{{"topics", std::move(views)}, {"notices", json::encode(found->notices)}});
}

Answer preview_script(const studio::WordSources& sources, const studio::Videos& videos, WordRoom& room,
                      const Call& call) {
    MSS_TRY_ASSIGN(const studio::VideoOrder order, order_in(call.request));
    MSS_TRY_ASSIGN(const auto words, sources.open());
    if (const auto unspeakable = find_unspeakable(videos, order, sources.default_language()))
        return std::unexpected(unmakeable(*unspeakable, order));
    MSS_TRY_ASSIGN(const model::Script script, words_in(*words, order, call.user, room, in_vain(call, room)));
    // Nobody is to edit words for a while that no video can be made of. Those that are being edited, which come as an
    // object, are only counted, and with every pause in the typing.
    const bool edited = order.script && order.script->is_object();
    const auto lacking = edited ? std::nullopt : videos.find_unmakeable(script, order.voice);
    // Of which letters a voice reads nothing can be said before one is chosen. Words that are too dear can be shortened
    // once they are seen.
    using enum studio::Unmakeable::Lacks;
    if (lacking && lacking->lacks != budget && (lacking->lacks != letters || !order.voice.empty()))
        return std::unexpected(unmakeable(*lacking, order));
    const double seconds = writing::video_seconds(script);
    return json_answer(200,
                       json::Object{{"script", json::encode(script)}, {"estimated_duration_s", std::round(seconds)}});
}

// What else is wrong with an order of which members could not be read: who calls can mend all at once.
void add_broken_rules(json::Object members, Problem& problem) {
    const auto unread = [&](std::string_view name) {
        return std::ranges::any_of(problem.errors, [&](const WrongMember& wrong) {
            return (wrong.pointer + "/").starts_with(fmt::format("/{}/", name));
        });
    };
    // 1.5, "long" and 1e30 break the same rule as 5.
    for (WrongMember& wrong : problem.errors)
        if (wrong.pointer == "/duration") wrong.detail = studio::duration_rule();
    const bool words_unread = unread("topic") || unread("text") || unread("url") || unread("script");
    for (auto member = members.begin(); member != members.end();)
        member = unread(member->key()) ? members.erase(member) : std::next(member);
    if (auto rest = json::decode<studio::VideoOrder>(members))
        for (WrongMember& wrong : studio::check(*rest))
            if (wrong.pointer != "/topic" || !words_unread || members.contains("topic"))
                problem.errors.push_back(std::move(wrong));
    if (!problem.errors.empty()) problem.detail = problem.errors.front().detail;
}

}  // namespace

std::expected<WordRoom::Seat, Problem> WordRoom::take(const std::string& user) {
    if (closed()) return std::unexpected(going());
    const std::lock_guard lock(mutex_);
    const auto known = of_user_.find(user);
    const int own = known == of_user_.end() ? 0 : known->second;
    if (own < kMostOfOne && taken_ < kMost) {
        ++taken_;
        ++of_user_[user];
        return Seat(*this, user);
    }
    Problem problem(503, "busy",
                    own == kMostOfOne
                        ? "You are looking for words already. Try again when one of these answers is there."
                        : "Many people are looking for words just now. Try again in half a minute.");
    problem.retry_after_s = 30;
    return std::unexpected(std::move(problem));
}

void WordRoom::leave(const std::string& user) {
    const std::lock_guard lock(mutex_);
    --taken_;
    const auto own = of_user_.find(user);
    if (--own->second == 0) of_user_.erase(own);
}

std::string words_pointer(const studio::VideoOrder& order) {
    if (order.script) return "/script";
    if (order.text) return "/text";
    return order.url.empty() ? "/topic" : "/url";
}

std::optional<studio::Unmakeable> find_unspeakable(const studio::Videos& videos, const studio::VideoOrder& order,
                                                   const std::string& usual_language) {
    const bool has_words = order.script || order.text || !order.url.empty();
    if (has_words || (order.voice.empty() && order.language.empty())) return std::nullopt;
    model::Script words;
    words.language = order.language.empty() ? usual_language : order.language;
    return videos.find_unmakeable(words, order.voice);
}

Problem unmakeable(const studio::Unmakeable& lacking, const studio::VideoOrder& order) {
    using enum studio::Unmakeable::Lacks;
    std::string pointer = words_pointer(order);
    if (lacking.lacks == voice || lacking.lacks == budget) pointer = "/voice";
    if (lacking.lacks == language && !order.language.empty()) pointer = "/language";
    if (lacking.scene && order.script && order.script->is_object())
        pointer += fmt::format("/scenes/{}/text", *lacking.scene);
    return invalid({{std::move(pointer), lacking.reason}});
}

std::expected<studio::VideoOrder, Problem> order_in(const http_server::Request& request) {
    MSS_TRY_ASSIGN(const json::Value body, json_body(request));
    auto order = decode_body<studio::VideoOrder>(body);
    if (!order) {
        add_broken_rules(body.as_object(), order.error());
        return order;
    }
    order->notices.clear();
    order->found_for_duration = false;
    order->fingerprint.clear();
    if (auto wrong = studio::check(*order); !wrong.empty()) return std::unexpected(invalid(std::move(wrong)));
    return order;
}

std::function<bool()> in_vain(const Call& call, const WordRoom& room) {
    return [&room, left = call.request.client_left] { return room.closed() || (left && left()); };
}

std::expected<model::Script, Problem> words_in(const studio::OwnedWords& words, const studio::VideoOrder& order,
                                               const store::User& user, WordRoom& room,
                                               const std::function<bool()>& cancelled) {
    std::optional<WordRoom::Seat> seat;
    if (!order.script && !order.text) {
        MSS_TRY_ASSIGN(auto taken, room.take(user.id));
        seat.emplace(std::move(taken));
    }
    studio::WordsRequest request = studio::words_request(order);
    request.model_patience = words.model_timeout();
    request.cancelled = cancelled;
    auto script = studio::words_for(words.words(), order, request);
    if (script) return std::move(*script);
    if (room.closed()) return std::unexpected(going());
    Problem problem = about(words_pointer(order), script.error());
    problem.cause = cause_of(problem.code, words.has_model() && words_pointer(order) == "/topic");
    if (script.error().code == Code::no_material) problem.ways = ways_on(order, user.role, words.has_model());
    if (!problem.cause.empty()) problem.ways = ways_without_a_model();
    return std::unexpected(std::move(problem));
}

Endpoints word_endpoints(const studio::WordSources& sources, const studio::Videos& videos, WordRoom& room) {
    Endpoints endpoints;
    endpoints.push_back({Method::get, both("choices"), Audience::creator,
                         [&sources, &videos, voices = std::make_shared<VoiceList>(videos)](const Call&) {
                             return choices(sources, videos, *voices);
                         }});
    endpoints.push_back(
        {Method::post, both("generate-topics"), Audience::creator, [&sources, &room](const Call& call) -> Answer {
             MSS_TRY_ASSIGN(const auto body, body_as<TopicsBody>(call.request));
             if (body.count < 1 || body.count > kTopicsMax)
                 return std::unexpected(invalid({{"/count", "count is a whole number from 1 to 20."}}));
             return topics(sources, room, call, body.niche, body.count);
         }});
    endpoints.push_back(
        {Method::get, both("topics"), Audience::creator, [&sources, &room](const Call& call) -> Answer {
             MSS_TRY_ASSIGN(const auto count, number_in(call.request, "count", kTopicsUsual, 1, kTopicsMax));
             return topics(sources, room, call, std::string(call.request.parameter("niche").value_or("")), count);
         }});
    endpoints.push_back(
        {Method::post, both("preview-script"), Audience::creator,
         [&sources, &videos, &room](const Call& call) { return preview_script(sources, videos, room, call); }});
    return endpoints;
}

}  // namespace mss::api
