#include "speech_service/paid_speech.hpp"

#include <fcntl.h>

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/file_lock.hpp"
#include "base/flag.hpp"
#include "base/json.hpp"
#include "http/curl_transport.hpp"
#include "speech_service/test_sounds.hpp"
#include "support/test_http_server.hpp"

namespace mss::speech_service {
namespace {

using media_protocol::SpeechRequest;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

test::Reply sound() {
    return {.status = 200, .headers = {}, .body = wav(64), .raw = {}};
}

test::Reply status(int number, std::string body = "{}") {
    test::Reply reply = test::json_reply(std::move(body));
    reply.status = number;
    reply.headers.emplace_back("Retry-After", "0");
    return reply;
}

class PaidSpeechTest : public testing::Test {
protected:
    PaidSpeech paid(const test::TestHttpServer& server, std::int64_t budget = 1000) {
        return {transport_, clock_,
                PaidSpeechSettings{.kind = Kind::openai,
                                   .service = {.base_url = server.url("/v1/"), .key = "hunter2-hunter2", .model = {}},
                                   .voices = {"alloy"},
                                   .budget = budget,
                                   .data_dir = folder_.path()}};
    }
    std::int64_t spent() const { return Budget(spendings_file(folder_.path()), 0, clock_).spent().value(); }

    Error refusal(const std::vector<test::Reply>& replies) {
        const test::TestHttpServer server(replies);
        const auto recording = paid(server).speak(kHello, -1);
        if (recording) return {Code::internal, "accepted", {}};
        EXPECT_THAT(recording.error().message + recording.error().detail, Not(HasSubstr("hunter2")));
        return recording.error();
    }

    static inline const SpeechRequest kHello{"Hello.", "en", "openai:alloy", {}};
    TemporaryDirectory folder_;
    ManualClock clock_;
    http::CurlTransport transport_{"test"};
};

TEST_F(PaidSpeechTest, AsksForASentenceOnce) {
    const test::TestHttpServer server({sound()});
    const PaidSpeech speech = paid(server);
    const auto recording = speech.speak(kHello, -1);
    ASSERT_TRUE(recording) << recording.error().message;
    EXPECT_EQ(recording->bytes, wav(64));
    ASSERT_TRUE(paid(server).speak(kHello, -1));
    ASSERT_EQ(server.requests().size(), 1U);
    const auto request = server.requests()[0];
    EXPECT_EQ(request.method + " " + request.target, "POST /v1/audio/speech");
    EXPECT_EQ(request.header("authorization"), "Bearer hunter2-hunter2");
    EXPECT_EQ(request.body, R"({"model":"tts-1","input":"Hello.","voice":"alloy","response_format":"wav","speed":1})");
    EXPECT_EQ(spent(), 6);
    ASSERT_TRUE(speech.forget(kHello, {wav(32), "wav", {}}, -1));  // another one is there by now
    ASSERT_TRUE(speech.speak(kHello, -1));
    EXPECT_EQ(server.requests().size(), 1U);
    ASSERT_TRUE(speech.forget(kHello, *recording, -1));
    ASSERT_TRUE(speech.speak(kHello, -1));
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(PaidSpeechTest, CountsEveryTryThatMayBeBilledAndNoOther) {
    test::Reply torn = sound();
    torn.cut_at = 20;
    const test::TestHttpServer server({status(503), torn, sound()});
    ASSERT_TRUE(paid(server).speak(kHello, -1));
    EXPECT_EQ(server.requests().size(), 3U);
    EXPECT_EQ(spent(), 12);
}

TEST_F(PaidSpeechTest, CountsNothingThatNeverLeft) {
    auto server = std::make_unique<test::TestHttpServer>(std::vector{sound()});
    const PaidSpeech speech = paid(*server);
    server.reset();
    const auto lost = speech.speak(kHello, -1);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Code::unavailable);
    EXPECT_EQ(spent(), 0);
}

TEST_F(PaidSpeechTest, SaysThatAServiceIsLeftAlone) {
    const test::TestHttpServer server({status(503)});
    const PaidSpeech speech = paid(server);
    ASSERT_FALSE(speech.speak(kHello, -1));
    const auto refused = speech.speak(kHello, -1);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("is left alone for another"));
    EXPECT_EQ(server.requests().size(), 5U);
    EXPECT_EQ(spent(), 0);
}

TEST_F(PaidSpeechTest, TellsWhatIsLeft) {
    const test::TestHttpServer server({sound()});
    ASSERT_TRUE(paid(server, 10).speak(kHello, -1));
    const auto allowance = paid(server, 10).allowance();
    ASSERT_TRUE(allowance);
    EXPECT_EQ(allowance->limit, 10);
    EXPECT_EQ(allowance->left, 4);
    EXPECT_EQ(paid(server, 3).allowance()->left, 0);
}

TEST_F(PaidSpeechTest, SendsNothingBeyondTheBudget) {
    const test::TestHttpServer server({sound()});
    const auto refused = paid(server, 5).speak(kHello, -1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::forbidden);
    EXPECT_THAT(refused.error().message, HasSubstr("MSS_SPEECH_BUDGET"));
    EXPECT_TRUE(server.requests().empty());
    EXPECT_FALSE(paid(server, 11).check_budget({kHello, {"World!", "en", "openai:alloy", {}}}));
    EXPECT_TRUE(paid(server, 6).check_budget({kHello, kHello}));
}

TEST_F(PaidSpeechTest, SaysWhichSettingMendsARefusal) {
    const auto message = [&](test::Reply reply) { return refusal({std::move(reply)}).message; };
    EXPECT_THAT(message(status(401, R"({"error": {"message": "wrong key hunter2-****", "code": "invalid_api_key"}})")),
                HasSubstr("MSS_SPEECH_KEY"));
    EXPECT_THAT(message(status(401, R"({"detail": {"status": "quota_exceeded"}})")), HasSubstr("no credit"));
    EXPECT_THAT(message(status(402)), HasSubstr("no credit"));
    EXPECT_THAT(message(status(401, R"({"detail": {"status": "missing_permissions"}})")), HasSubstr("permission"));
    EXPECT_THAT(message(status(400, R"({"detail": {"code": "voice_not_found"}})")),
                AllOf(HasSubstr("\"alloy\""), HasSubstr("MSS_SPEECH_VOICES")));
    EXPECT_THAT(message(status(404)), HasSubstr("MSS_SPEECH_URL"));
    EXPECT_THAT(message(status(418)), HasSubstr("status 418"));
    EXPECT_THAT(message(status(500)), HasSubstr("status 500"));
    EXPECT_THAT(message(status(302)), HasSubstr("no sound"));
    const Error busy = refusal({status(429)});
    EXPECT_EQ(busy.code, Code::rate_limited);
    EXPECT_TRUE(busy.retry_after_told);
    EXPECT_EQ(spent(), 6);  // the one with status 302
}

TEST_F(PaidSpeechTest, QuotesTheServiceInTheDetailUnlessThatShowsItsKey) {
    EXPECT_THAT(refusal({status(400, R"({"error": {"message": "no such format"}})")}).detail,
                HasSubstr("no such format"));
    EXPECT_EQ(refusal({status(400, R"({"error": {"message": "key hunt...ter2"}})")}).detail, "status 400");
}

TEST_F(PaidSpeechTest, AsksOnceWhereNoCreditIsLeft) {
    const test::TestHttpServer server({status(429, R"({"error": {"code": "insufficient_quota"}})")});
    const auto refused = paid(server).speak(kHello, -1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::forbidden);
    EXPECT_EQ(server.requests().size(), 1U);
    EXPECT_EQ(spent(), 0);
}

TEST_F(PaidSpeechTest, StopsWhileItWaitsForAnAnswer) {
    Flag cancelled;
    const test::TestHttpServer server([&](const auto&) {
        cancelled.set();
        test::Reply silent;
        silent.stall = true;
        return silent;
    });
    EXPECT_EQ(paid(server).speak(kHello, cancelled.fd()).error().code, Code::cancelled);
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(PaidSpeechTest, StopsWhileItWaitsToCount) {
    const test::TestHttpServer server({sound()});
    const std::filesystem::path lock = spendings_file(folder_.path()).string() + ".lock";
    const UniqueFd held(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    ASSERT_TRUE(wait_for_lock(held, LockKind::exclusive, {}, lock));
    Flag cancelled;
    cancelled.set();
    EXPECT_EQ(paid(server).speak(kHello, cancelled.fd()).error().code, Code::cancelled);
    EXPECT_EQ(server.requests().size(), 0U);
}

TEST_F(PaidSpeechTest, SendsNoSentenceThatIsTooLong) {
    const test::TestHttpServer server({sound()});
    media_protocol::SpeechRequest request = kHello;
    request.text = std::string(4097, 'a');
    const auto refused = paid(server).speak(request, -1);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("4097 characters"));
    EXPECT_EQ(server.requests().size(), 0U);
    EXPECT_EQ(spent(), 0);
}

TEST_F(PaidSpeechTest, LeavesAServiceAloneThatFailsAgainAndAgain) {
    const test::TestHttpServer server({status(503)});
    const PaidSpeech speech = paid(server);
    for (int i = 0; i < 4; ++i)
        EXPECT_FALSE(speech.speak(kHello, -1));
    EXPECT_EQ(server.requests().size(), 5U);
    EXPECT_EQ(spent(), 0);
}

TEST_F(PaidSpeechTest, OffersItsVoicesForEveryLanguage) {
    const test::TestHttpServer server({sound()});
    const PaidSpeech speech = paid(server);
    EXPECT_EQ(speech.voices("")[0].language, "mul");
    const auto german = speech.voices("de");
    ASSERT_EQ(german.size(), 1U);
    EXPECT_EQ(german[0].name, "openai:alloy");
    EXPECT_EQ(german[0].language, "de");
    EXPECT_TRUE(german[0].paid);
    EXPECT_TRUE(speech.offers("openai:alloy"));
    for (const char* name : {"alloy", "openai:", "openai:nova", "elevenlabs:alloy", "", "slt"})
        EXPECT_FALSE(speech.offers(name)) << name;
}

TEST(PaidVoices, AreNamedInAList) {
    EXPECT_THAT(offered_voices(" alloy, nova ,,alloy").value(), ElementsAre("alloy", "nova"));
    EXPECT_TRUE(offered_voices("")->empty());
    EXPECT_THAT(offered_voices("a/b").error().message, HasSubstr("MSS_SPEECH_VOICES"));
    EXPECT_FALSE(offered_voices(std::string(81, 'x')));
}

TEST(PaidVoices, AreOfTheServiceThatIsNamedOrThatLiesAtTheAddress) {
    EXPECT_EQ(kind_of("", "https://api.elevenlabs.io"), Kind::elevenlabs);
    EXPECT_EQ(kind_of("", "https://api.openai.com/v1"), Kind::openai);
    EXPECT_EQ(kind_of("", "https://elevenlabs.io.example.org"), Kind::openai);
    EXPECT_EQ(kind_of("elevenlabs", "http://127.0.0.1:1"), Kind::elevenlabs);
    EXPECT_EQ(kind_of("openai", "https://api.elevenlabs.io"), Kind::openai);
}

TEST(PaidVoices, AreAskedForByOneQuestionThatCostsNothing) {
    const http::Request eleven = free_question(Kind::elevenlabs, {"https://api.elevenlabs.io/", "key", ""});
    EXPECT_EQ(eleven.url, "https://api.elevenlabs.io/v1/models");
    EXPECT_EQ(eleven.headers[0].name, "xi-api-key");
    EXPECT_EQ(eleven.billed_characters, 0U);
    EXPECT_EQ(free_question(Kind::openai, {"https://api.openai.com/v1", "", ""}).url,
              "https://api.openai.com/v1/models");
}

}  // namespace
}  // namespace mss::speech_service
