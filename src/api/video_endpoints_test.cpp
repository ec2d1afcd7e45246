#include "api/video_endpoints.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/test_installation.hpp"
#include "store/video_rows.hpp"
#include "studio/generate_video.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using http_server::Response;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kScript = R"({"script": {"title": "Bees", "scenes": [{"text": "Bees make honey."}]}})";

std::vector<std::string> pointers_of(const Response& problem) {
    std::vector<std::string> pointers;
    const json::Value body = TestInstallation::body_of(problem);
    for (const auto& error : body.at("errors").as_array())
        pointers.emplace_back(error.at("pointer").as_string());
    return pointers;
}

TEST(VideoEndpoints, AcceptsAnOrderAndTellsOfIt) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const Response accepted =
        installation.send(Method::post, "/api/create-video-enhanced", ann.token, std::string(kScript));
    ASSERT_EQ(accepted.status, 202) << std::get<std::string>(accepted.body);
    const auto body = TestInstallation::body_of(accepted);
    EXPECT_TRUE(body.at("success").as_bool());
    EXPECT_EQ(body.at("status").as_string(), "pending");
    const std::string status_path(accepted.fields.find("Location"));
    const auto status = TestInstallation::body_of(installation.send(Method::get, status_path, ann.token));
    EXPECT_EQ(status.at("state").as_string(), "PENDING");
    EXPECT_EQ(status.at("status").as_string(), "Waiting...");
    EXPECT_EQ(status.at("title").as_string(), "Bees");
    EXPECT_EQ(status.at("queue_position").as_int64(), 0);
    const std::string task(body.at("task_id").as_string());
    EXPECT_EQ(installation.send(Method::delete_, "/api/v1/tasks/" + task, ann.token).status, 202);
    const auto after = TestInstallation::body_of(installation.send(Method::get, status_path, ann.token));
    EXPECT_EQ(after.at("state").as_string(), "REVOKED");
    EXPECT_EQ(after.at("status").as_string(), "Cancelled");
}

TEST(VideoEndpoints, TellsHowLongTheWordsWillTake) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const std::string order = R"({"text": "Bees make honey all summer long. Ants build a city below it."})";
    const auto preview =
        TestInstallation::body_of(installation.send(Method::post, "/api/v1/preview-script", ann.token, order));
    const double seconds = preview.at("estimated_duration_s").to_number<double>();
    EXPECT_GT(seconds, 3);
    EXPECT_LT(seconds, 10);
    const auto accepted =
        TestInstallation::body_of(installation.send(Method::post, "/api/v1/create-video-enhanced", ann.token, order));
    EXPECT_EQ(accepted.at("estimated_duration_s").to_number<double>(), seconds);
}

TEST(VideoEndpoints, ReadsAScriptThatIsGivenAsAText) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const std::string order =
        R"({"script": "# My trip\n\nWe left on **Monday** with [a small van](https://example.com/van)."})";
    const auto preview =
        TestInstallation::body_of(installation.send(Method::post, "/api/v1/preview-script", ann.token, order));
    const auto script = json::decode<model::Script>(preview.at("script")).value();
    EXPECT_EQ(script.title, "My trip");
    ASSERT_EQ(script.scenes.size(), 1U);
    EXPECT_EQ(script.scenes.front().text, "We left on Monday with a small van.");
    EXPECT_FALSE(script.notices.empty());
    EXPECT_EQ(installation.send(Method::post, "/api/v1/create-video-enhanced", ann.token, order).status, 202);
}

TEST(VideoEndpoints, KnowsWhichWordsWereFoundForADuration) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const auto asked = [&](std::string body) {
        const auto accepted = TestInstallation::body_of(
            installation.send(Method::post, "/api/v1/create-video-enhanced", ann.token, std::move(body)));
        const std::string id(accepted.at("video_id").as_string());
        const auto video = installation.library.find(ann.user.id, id).value();
        return studio::asked_seconds(json::decode_text<studio::VideoOrder>(video.row.order).value());
    };
    EXPECT_EQ(asked(R"({"text": "Bees make honey all summer. Ants build a city.", "duration": 30})"), 30);
    EXPECT_EQ(asked(R"({"script": {"scenes": [{"text": "Bees make honey."}]}, "duration": 30})"), 0);
    EXPECT_EQ(asked(R"({"script": {"scenes": [{"text": "Bees."}]}, "found_for_duration": true})"), 0);
}

TEST(VideoEndpoints, SayOfAFinishedVideoWhatWasUsed) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const auto video = installation.order(ann.user.id);
    model::Script words;
    words.title = "Bees";
    words.language = "de";
    ASSERT_TRUE(installation.files.begin_making(video.row.id, words));
    studio::GeneratedVideo made;
    made.style = "paper";
    made.voice = "espeak-de";
    ASSERT_TRUE(installation.database->write([&](store::Connection& connection) -> Result<void> {
        MSS_TRY(store::VideoRows(connection)
                    .finish(video.row.id, "Bees", json::print(json::encode(made)), 60, 1, installation.clock.now()));
        return {};
    }));
    const auto view =
        TestInstallation::body_of(installation.send(Method::get, "/api/v1/videos/" + video.row.id, ann.token));
    EXPECT_EQ(view.at("video").at("language").as_string(), "de");
    EXPECT_EQ(view.at("video").at("style").as_string(), "paper");
    EXPECT_EQ(view.at("video").at("voice").as_string(), "espeak-de");
}

TEST(VideoEndpoints, NamesAVideoAfterTheFirstWordsOfAScriptWithoutATitle) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    installation.send(Method::post, "/api/v1/create-video-enhanced", ann.token,
                      R"({"script": {"scenes": [{"text": "Bees make honey all summer."}]}})");
    const auto tasks = TestInstallation::body_of(installation.send(Method::get, "/api/v1/tasks", ann.token));
    EXPECT_EQ(tasks.at("items").at(0).at("title").as_string(), "Bees make honey all summer");
}

TEST(VideoEndpoints, TakesAnOrderThatIsSentTwiceForOne) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const auto order = [&](const std::string& key, std::string_view body = kScript) {
        http_server::Fields fields;
        fields.add("Idempotency-Key", key);
        return installation.send(Method::post, "/api/create-video-enhanced", ann.token, std::string(body), fields);
    };
    const auto video = [](const Response& response) {
        return std::string(TestInstallation::body_of(response).at("video_id").as_string());
    };
    const Response first = order("one");
    ASSERT_EQ(first.status, 202);
    EXPECT_EQ(video(order("one")), video(first));
    EXPECT_NE(video(order("two")), video(first));
    EXPECT_EQ(order(std::string(256, 'x')).status, 400);
    const Response other = order("one", R"({"script": {"scenes": [{"text": "Bees make honey all summer."}]}})");
    EXPECT_EQ(other.status, 422) << "a second order is not lost unheard";
    EXPECT_EQ(TestInstallation::body_of(other).at("code").as_string(), "idempotency_key_reused");
}

TEST(VideoEndpoints, NamesEveryWrongMemberOfAnOrder) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const Response refused =
        installation.send(Method::post, "/api/create-video-enhanced", ann.token,
                          R"({"topic": "", "duration": 5, "formats": [], "style": "pink", "language": "!"})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(pointers_of(refused),
                testing::UnorderedElementsAre("/topic", "/duration", "/formats", "/style", "/language"));
    const Response wrong_type = installation.send(Method::post, "/api/create-video-enhanced", ann.token,
                                                  R"({"topic": "Bees", "formats": ["tall"]})");
    EXPECT_EQ(wrong_type.status, 422);
    EXPECT_EQ(TestInstallation::body_of(wrong_type).at("errors").at(0).at("pointer").as_string(), "/formats/0");
    const Response wrong_scene = installation.send(Method::post, "/api/create-video-enhanced", ann.token,
                                                   R"({"script": {"scenes": [{"text": 5}]}})");
    EXPECT_EQ(TestInstallation::body_of(wrong_scene).at("errors").at(0).at("pointer").as_string(),
              "/script/scenes/0/text");
}

TEST(VideoEndpoints, NamesEveryMemberOfAWrongType) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const Response refused = installation.send(
        Method::post, "/api/create-video-enhanced", ann.token,
        R"({"topic": 5, "duration": "long", "formats": ["tall"], "music": "loud", "captions": true})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(pointers_of(refused), testing::UnorderedElementsAre("/topic", "/duration", "/formats/0", "/music"));
    EXPECT_THAT(std::get<std::string>(refused.body), HasSubstr("15 to 600"));
}

TEST(VideoEndpoints, NamesTheMemberThatItsWordsComeFrom) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (const auto& [body, pointer] : std::vector<std::pair<const char*, const char*>>{
             {R"({"script": {"scenes": [{"text": "Bees."}, {"text": " ... "}]}})", "/script/scenes/1/text"},
             {R"({"script": {"scenes": []}})", "/script/scenes"},
             {R"({"text": "Bees."})", "/text"},
             {R"({"topic": "The best cafe of Nowhereville"})", "/topic"}}) {
        const Response refused = installation.send(Method::post, "/api/create-video-enhanced", ann.token, body);
        EXPECT_EQ(refused.status, 422) << body;
        EXPECT_THAT(pointers_of(refused), testing::ElementsAre(pointer)) << body;
    }
}

TEST(VideoEndpoints, NamesWhatIsWrongBesideMembersThatCannotBeRead) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (const auto& [body, pointers] : std::vector<std::pair<std::string, std::vector<std::string>>>{
             {R"({"topic": "Why is the sky blue?", "duration": 1.5, "style": "x"})", {"/duration", "/style"}},
             {R"({"topic": ["Bees"], "language": "nowhere at all"})", {"/topic", "/language"}},
             {R"({"script": {"scenes": []}, "text": 5, "topic": ")" + std::string(401, 'x') + R"(", "duration": 5})",
              {"/text", "/topic", "/duration"}}}) {
        const Response refused = installation.send(Method::post, "/api/create-video-enhanced", ann.token, body);
        EXPECT_EQ(refused.status, 422) << body;
        EXPECT_THAT(pointers_of(refused), testing::UnorderedElementsAreArray(pointers)) << body;
    }
}

TEST(VideoEndpoints, SaysWhatElseCanBeDoneWhereNothingHonestCanBeSaid) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (const char* path : {"/api/preview-script", "/api/create-video-enhanced"}) {
        const Response refused =
            installation.send(Method::post, path, ann.token, R"({"topic": "The best cafe of Nowhereville"})");
        EXPECT_EQ(refused.status, 422) << path;
        const auto problem = TestInstallation::body_of(refused);
        EXPECT_EQ(problem.at("code").as_string(), "no_material");
        EXPECT_EQ(problem.at("ways").as_array().size(), 3U);
        EXPECT_THAT(std::string(problem.at("detail").as_string()), Not(HasSubstr("--text")));
    }
}

TEST(VideoEndpoints, ANicheIsAsLongAsATopic) {
    TestInstallation installation;
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    const std::string niche(401, 'x');
    const Response posted =
        installation.send(Method::post, "/api/generate-topics", ann.token, fmt::format(R"({{"niche": "{}"}})", niche));
    EXPECT_EQ(posted.status, 422);
    EXPECT_EQ(TestInstallation::body_of(posted).at("errors").at(0).at("pointer").as_string(), "/niche");
    EXPECT_EQ(installation.send(Method::get, "/api/topics?niche=" + niche, ann.token).status, 422);
}

writing::LanguageModelSettings model_with_timeout(std::chrono::milliseconds timeout) {
    writing::LanguageModelSettings model;
    model.base_url = "http://model.test/v1";
    model.timeout = timeout;
    return model;
}

TEST(VideoEndpoints, TopicsThatAreAtHandWaitForNoModel) {
    TestInstallation installation({}, {}, model_with_timeout(std::chrono::minutes(2)));
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    const auto topics_of = [&](std::string_view niche) {
        return installation
            .send(Method::post, "/api/generate-topics", ann.token, fmt::format(R"({{"niche": "{}"}})", niche))
            .status;
    };
    int waiting = 0;
    installation.network.meanwhile = [&](const http::Request&) {
        if (++waiting == 1) {
            EXPECT_EQ(topics_of("astronomy"), 200);
        } else if (waiting == 2) {
            const auto full = installation.send(Method::get, "/api/topics?niche=astronomy", ann.token);
            EXPECT_EQ(full.status, 503) << "two of one account wait already";
            // Nobody needs to look after a model because of it.
            const auto problem = TestInstallation::body_of(full);
            EXPECT_EQ(problem.at("code").as_string(), "busy");
            EXPECT_EQ(problem.as_object().if_contains("cause"), nullptr);
            EXPECT_EQ(problem.at("retry_after").as_int64(), 30);
            EXPECT_EQ(topics_of(""), 200);
            EXPECT_EQ(installation.send(Method::get, "/api/topics?niche=all", ann.token).status, 200);
        }
    };
    EXPECT_EQ(topics_of("astronomy"), 200);
    EXPECT_EQ(waiting, 2);
}

TEST(VideoEndpoints, SaysThatItIsTheModelWhichGivesNoWords) {
    const auto model = model_with_timeout(std::chrono::seconds(1));
    struct Case {
        const char* path;
        const char* body;
        bool has_model;
        bool blames_it;
    };
    // A page of somebody else's that does not answer is no matter of the model, whether there is one or not.
    for (const Case& given : {Case{"/api/preview-script", R"({"topic": "The cafe of Nowhereville"})", true, true},
                              Case{"/api/generate-topics", R"({"niche": "cafes of Nowhereville"})", true, true},
                              Case{"/api/preview-script", R"({"url": "http://page.test/bees"})", true, false},
                              Case{"/api/preview-script", R"({"url": "http://page.test/bees"})", false, false}}) {
        TestInstallation installation({}, {}, given.has_model ? std::optional(model) : std::nullopt);
        const studio::SignedIn ann = installation.sign_up("ann@example.org");
        const auto problem =
            TestInstallation::body_of(installation.send(Method::post, given.path, ann.token, given.body));
        EXPECT_EQ(problem.at("code").as_string(), "unavailable") << given.body;
        const auto* cause = problem.as_object().if_contains("cause");
        EXPECT_EQ(cause != nullptr && cause->as_string() == "model", given.blames_it) << given.body;
        const bool wrote = std::string_view(given.body).contains("topic");
        EXPECT_EQ(problem.as_object().contains("way_codes"), given.blames_it && wrote) << given.body;
        if (given.blames_it && wrote) EXPECT_EQ(json::print(problem.at("way_codes")), R"(["text","url"])");
    }
}

TEST(VideoEndpoints, NobodyWaitsForAModelLongerThanTheSettingsSay) {
    TestInstallation installation({}, {}, model_with_timeout(std::chrono::milliseconds(20)));
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    int given_up = 0;
    installation.network.meanwhile = [&](const http::Request& request) {
        // The transport gives up at the request's own time, and at the deadline whatever it has to ask again for.
        constexpr std::chrono::seconds kLong{20};
        const auto begin = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() < begin + std::min<std::chrono::nanoseconds>(request.timeout, kLong))
            std::this_thread::yield();
        const bool bounded = request.deadline && *request.deadline < begin + kLong;
        given_up += bounded && request.timeout < kLong ? 1 : 0;
    };
    for (const auto& [path, body] : {std::pair("/api/generate-topics", R"({"niche": "astronomy"})"),
                                     std::pair("/api/preview-script", R"({"topic": "Why is the sky blue?"})")})
        EXPECT_EQ(installation.send(Method::post, path, ann.token, body).status, 200) << path;
    EXPECT_EQ(given_up, 2);
}

TEST(VideoEndpoints, AnswersASecondPageAndRefusesAPageThatIsNone) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (int i = 0; i < 3; ++i) {
        installation.order(ann.user.id, fmt::format("Bees {}", i));
        installation.clock.advance(std::chrono::milliseconds(5));
    }
    const auto page =
        TestInstallation::body_of(installation.send(Method::get, "/api/video-history?page=2&per_page=2", ann.token));
    EXPECT_EQ(page.at("total").as_int64(), 3);
    EXPECT_EQ(page.at("pages").as_int64(), 2);
    ASSERT_EQ(page.at("items").as_array().size(), 1U);
    EXPECT_EQ(page.at("items").at(0).at("title").as_string(), "Bees 0");
    for (const char* query :
         {"page=0", "page=-1", "page=two", "per_page=0", "per_page=101", "page=99999999999999999999"})
        EXPECT_EQ(installation.send(Method::get, fmt::format("/api/video-history?{}", query), ann.token).status, 422)
            << query;
}

TEST(VideoEndpoints, ThrowsAwayAndTakesBack) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const auto video = installation.order(ann.user.id);
    const std::string path = "/api/v1/videos/" + video.row.id;
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=1", ann.token).status, 409);
    EXPECT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    EXPECT_EQ(TestInstallation::body_of(installation.send(Method::get, "/api/video-history", ann.token))
                  .at("total")
                  .as_int64(),
              0);
    const auto restored = installation.send(Method::post, path + "/restore", ann.token);
    EXPECT_EQ(restored.status, 200);
    const std::string task(TestInstallation::body_of(restored).at("video").at("task_id").as_string());
    EXPECT_EQ(installation.send(Method::post, path + "/retry", ann.token).status, 409);
    EXPECT_EQ(installation.send(Method::delete_, "/api/v1/tasks/" + task, ann.token).status, 202);
    EXPECT_EQ(installation.send(Method::post, path + "/retry", ann.token).status, 202);
    EXPECT_EQ(installation.send(Method::post, path + "/retry", ann.token).status, 409);
    EXPECT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=1", ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::get, path, ann.token).status, 404);
}

TEST(VideoEndpoints, DeletesForGoodOnlyWhereThatIsAskedFor) {
    TestInstallation installation;
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    const std::string id = installation.order(ann.user.id).row.id;
    const std::string path = "/api/videos/" + id;
    EXPECT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=0", ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=no", ann.token).status, 422);
    EXPECT_EQ(installation.send(Method::get, path, ann.token).status, 200);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=1", ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::get, path, ann.token).status, 404);
}

TEST(VideoEndpoints, WhatIsThrownAwayIsNotMadeAndItsFilesGoWithIt) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const auto video = installation.order(ann.user.id);
    const auto kept = installation.order(ann.user.id);
    ASSERT_TRUE(installation.library.trash(ann.user.id, video.row.id));
    EXPECT_EQ(installation.tasks->find(video.row.task_id).value()->state, tasks::State::cancelled);
    for (const auto& one : {video, kept})
        installation.files.begin_making(one.row.id, {}).value();
    const auto without_row = installation.files.folder("0197a3c2-0000-7000-8000-000000000009");
    std::filesystem::create_directories(without_row);
    EXPECT_EQ(installation.library.empty_old_trash().value(), 0);
    installation.clock.advance(std::chrono::days(31));
    EXPECT_EQ(installation.library.empty_old_trash().value(), 1);
    EXPECT_FALSE(std::filesystem::exists(installation.files.folder(video.row.id)));
    EXPECT_TRUE(std::filesystem::exists(installation.files.folder(kept.row.id)));
    EXPECT_TRUE(std::filesystem::exists(without_row))
        << "its row may only be lost, with a database restored from before";
    EXPECT_EQ(installation.library.find(ann.user.id, video.row.id).error().code, Code::not_found);
}

TEST(VideoEndpoints, WhatWasThrownAwayUnfinishedIsMadeAfterAllWhenItIsTakenBack) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const studio::Video video = installation.order(ann.user.id);
    const std::string path = "/api/v1/videos/" + video.row.id;
    ASSERT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    const auto back = TestInstallation::body_of(installation.send(Method::post, path + "/restore", ann.token));
    EXPECT_EQ(back.at("video").at("state").as_string(), "waiting");
    EXPECT_NE(back.at("video").at("task_id").as_string(), video.row.task_id);
    // Who cancelled it does not want it made.
    const std::string task(back.at("video").at("task_id").as_string());
    ASSERT_EQ(installation.send(Method::delete_, "/api/v1/tasks/" + task, ann.token).status, 202);
    ASSERT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    const auto cancelled = TestInstallation::body_of(installation.send(Method::post, path + "/restore", ann.token));
    EXPECT_EQ(cancelled.at("video").at("state").as_string(), "cancelled");
}

TEST(VideoEndpoints, TellsWhatAVideoWaitsFor) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const studio::Video video = installation.order(ann.user.id);
    const auto status = [&] {
        return TestInstallation::body_of(
            installation.send(Method::get, "/api/v1/task-status/" + video.row.task_id, ann.token));
    };
    EXPECT_TRUE(status().at("no_worker").as_bool());
    tasks::WorkerCard card;
    card.id = "0197a3c2-0000-7000-8000-000000000001";
    card.queues = {"elsewhere"};
    ASSERT_TRUE(installation.tasks->register_worker(card));
    EXPECT_TRUE(status().at("no_worker").as_bool());
    card.queues.clear();
    ASSERT_TRUE(installation.tasks->register_worker(card));
    EXPECT_FALSE(status().at("no_worker").as_bool());
    EXPECT_FALSE(status().at("paused").as_bool());
    ASSERT_TRUE(installation.tasks->pause("default"));
    EXPECT_TRUE(status().at("paused").as_bool());
    ASSERT_TRUE(installation.tasks->resume("default"));

    const auto claimed =
        installation.tasks
            ->claim({.worker = card.id, .queues = {}, .names = {std::string(studio::kGenerateVideo)}, .limits = {}})
            .value();
    const tasks::Settlement settlement{
        .claim = claimed.at(0).claim(),
        .outcome = {.ending = tasks::Ending::failed,
                    .result = {},
                    .failure = {"unavailable", "The language model does not answer.", {}},
                    .retry_after = {}},
        .policy = {}};
    ASSERT_TRUE(installation.tasks->settle({&settlement, 1}, 1).value().at(0));
    const auto retry = status();
    EXPECT_EQ(retry.at("state").as_string(), "RETRY");
    EXPECT_EQ(retry.at("attempt").as_int64(), 1);
    EXPECT_EQ(retry.at("last_error").at("message").as_string(), "The language model does not answer.");
    EXPECT_EQ(retry.at("last_error").at("cause").as_string(), "model");
    EXPECT_EQ(retry.at("next_try_at").as_string(),
              rfc3339(*installation.tasks->find(video.row.task_id).value()->not_before));
    // With words, something else was out of reach.
    ASSERT_TRUE(installation.files.begin_making(video.row.id, {}));
    EXPECT_EQ(status().at("last_error").as_object().if_contains("cause"), nullptr);
}

TEST(VideoEndpoints, AQueueCountsNoFailureOfAVideoThatIsMadeAgain) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const auto dead = [&] {
        const auto body = TestInstallation::body_of(installation.send(Method::get, "/api/v1/queues", ann.token));
        return body.at("items").at(0).at("dead").as_int64();
    };
    tasks::WorkerCard card;
    card.id = "0197a3c2-0000-7000-8000-000000000001";
    ASSERT_TRUE(installation.tasks->register_worker(card));
    const auto video = installation.order(ann.user.id);
    const auto claimed =
        installation.tasks
            ->claim({.worker = card.id, .queues = {}, .names = {std::string(studio::kGenerateVideo)}, .limits = {}})
            .value();
    const tasks::Settlement settlement{
        .claim = claimed.at(0).claim(),
        .outcome = {.ending = tasks::Ending::fatal, .result = {}, .failure = {"io", "why", {}}, .retry_after = {}},
        .policy = {}};
    ASSERT_TRUE(installation.tasks->settle({&settlement, 1}, 1).value().at(0));
    EXPECT_EQ(dead(), 1);
    const auto again = installation.send(Method::post, "/api/v1/videos/" + video.row.id + "/retry", ann.token);
    ASSERT_EQ(again.status, 202);
    EXPECT_EQ(dead(), 0);
}

TEST(VideoEndpoints, NoticesOfTheWordsThatWereFoundStayWithTheVideo) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const Response accepted = installation.send(Method::post, "/api/create-video-enhanced", ann.token,
                                                R"({"topic": "Why do octopuses have three hearts?", "duration": 600})");
    ASSERT_EQ(accepted.status, 202) << std::get<std::string>(accepted.body);
    const std::string id(TestInstallation::body_of(accepted).at("video_id").as_string());
    const auto view = TestInstallation::body_of(installation.send(Method::get, "/api/v1/videos/" + id, ann.token));
    const auto& notices = view.at("video").at("notices").as_array();
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_THAT(std::string(notices.at(0).as_string()), testing::HasSubstr("600"));
    EXPECT_TRUE(view.at("video").at("has_script").as_bool());
    // Nobody puts words into our mouth.
    const Response false_words = installation.send(
        Method::post, "/api/create-video-enhanced", ann.token,
        R"({"notices": ["Checked by experts."], "script": {"scenes": [{"text": "Bees make honey."}]}})");
    ASSERT_EQ(false_words.status, 202) << std::get<std::string>(false_words.body);
    const std::string other(TestInstallation::body_of(false_words).at("video_id").as_string());
    const auto shown = installation.send(Method::get, "/api/v1/videos/" + other, ann.token);
    EXPECT_THAT(std::get<std::string>(shown.body), testing::Not(testing::HasSubstr("experts")));
}

TEST(VideoEndpoints, AQueueThatIsFullSaysToWaitForVideosAndNotForATime) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (int i = 0; i < 100; ++i)
        installation.order(ann.user.id);
    const Response refused = installation.send(Method::post, "/api/create-video-enhanced", ann.token,
                                               R"({"topic": "Why do octopuses have three hearts?"})");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(TestInstallation::body_of(refused).at("code").as_string(), "too_many_videos");
    EXPECT_EQ(refused.fields.find("Retry-After"), "");
    const Response page = installation.send(Method::get, "/problems/too_many_videos");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(std::get<std::string>(page.body), testing::HasSubstr("cancel some"));
    EXPECT_EQ(installation.send(Method::get, "/problems/too_many_cooks").status, 404);
}

TEST(VideoEndpoints, FailedVideosHideNoneThatIsBeingMade) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const std::string oldest = installation.order(ann.user.id).row.task_id;
    for (int i = 0; i < 120; ++i) {
        const auto video = installation.order(ann.user.id);
        installation.library.cancel(ann.user.id, video.row.task_id).value();
    }
    const auto items = TestInstallation::body_of(installation.send(Method::get, "/api/tasks", ann.token)).at("items");
    ASSERT_EQ(items.as_array().size(), 1U);
    EXPECT_EQ(items.at(0).at("task_id").as_string(), oldest);
}

TEST(VideoEndpoints, WhatIsNobodysBelongsToTheFirstAccountWheneverThatCame) {
    TestInstallation installation;
    const auto before = installation.order({});
    const auto owner = installation.sign_up("owner@example.org");
    installation.sign_up("ann@example.org");
    const auto after = installation.order({});
    for (const auto& video : {before, after})
        EXPECT_TRUE(installation.library.find(owner.user.id, video.row.id)) << video.row.id;
    EXPECT_EQ(installation.tasks->find(after.row.task_id).value()->owner, owner.user.id);
}

}  // namespace
}  // namespace mss::api
