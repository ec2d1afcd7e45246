#include "http_server/outgoing.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <gmock/gmock.h>

#include "http_server/conditional.hpp"

namespace mss::http_server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'700'000'000)};
constexpr const char* kEtag = "\"v1\"";

Response page(int status, const std::string& detail, const Request& /*request*/) {
    Response response{.status = status, .fields = {}, .body = detail};
    response.fields.set("Content-Type", "text/plain");
    return response;
}

using Given = std::vector<std::pair<std::string, std::string>>;

Request request_with(const Given& fields, Method method = Method::get) {
    Request request;
    request.method = method;
    request.id = "some-id";
    for (const auto& [name, value] : fields)
        request.fields.add(name, value);
    return request;
}

std::string read_slice(const FileSlice& slice) {
    std::string bytes(slice.length, '\0');
    const ssize_t count = ::pread(slice.fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(slice.offset));
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(0, count)));
    return bytes;
}

class FileTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "mss-outgoing-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        file_ = folder_ / "file";
        std::ofstream(file_) << "0123456789";
        struct stat facts{};
        ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
        modified_ = HttpTime(std::chrono::seconds(facts.st_mtim.tv_sec));
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    Outgoing answer(const Given& fields, Method method = Method::get) { return answer_with(file_, fields, method); }
    static Outgoing answer_with(const std::filesystem::path& path, const Given& fields, Method method = Method::get) {
        const Request request = request_with(fields, method);
        Response response{.status = 200, .fields = {}, .body = FileBody{.path = path, .etag = kEtag}};
        response.fields.set("Content-Type", "video/mp4");
        return make_outgoing(request, std::move(response), &page, kNow);
    }

    std::filesystem::path folder_;
    std::filesystem::path file_;
    HttpTime modified_;
};

struct FileCase {
    Given fields;
    int status;
    const char* body;  ///< of 200 and 206
    const char* content_range;
};

TEST_F(FileTest, ConditionsAndRangesGiveTheirStatus) {
    const std::string date = http_date(modified_);
    const std::string earlier = http_date(modified_ - std::chrono::seconds(1));
    const std::string later = http_date(modified_ + std::chrono::seconds(1));
    for (const FileCase& test : {
             FileCase{{}, 200, "0123456789", ""},
             FileCase{{{"Range", "bytes=2-4"}}, 206, "234", "bytes 2-4/10"},
             FileCase{{{"Range", "bytes=7-"}}, 206, "789", "bytes 7-9/10"},
             FileCase{{{"Range", "bytes=-2"}}, 206, "89", "bytes 8-9/10"},
             FileCase{{{"Range", "bytes=0-99"}}, 206, "0123456789", "bytes 0-9/10"},
             FileCase{{{"Range", "bytes=0-1,4-5"}}, 200, "0123456789", ""},
             FileCase{{{"Range", "nonsense"}}, 200, "0123456789", ""},
             FileCase{{{"Range", "bytes=10-"}}, 416, "", "bytes */10"},
             FileCase{{{"Range", "bytes=2-4"}, {"If-Range", kEtag}}, 206, "234", "bytes 2-4/10"},
             FileCase{{{"Range", "bytes=2-4"}, {"If-Range", "\"v0\""}}, 200, "0123456789", ""},
             FileCase{{{"Range", "bytes=2-4"}, {"If-Range", date}}, 206, "234", "bytes 2-4/10"},
             FileCase{{{"Range", "bytes=2-4"}, {"If-Range", earlier}}, 200, "0123456789", ""},
             FileCase{{{"Range", "bytes=10-"}, {"If-Range", "\"v0\""}}, 200, "0123456789", ""},
             FileCase{{{"If-None-Match", kEtag}}, 304, "", ""},
             FileCase{{{"If-None-Match", "W/\"v1\""}}, 304, "", ""},
             FileCase{{{"If-None-Match", "\"v0\""}}, 200, "0123456789", ""},
             FileCase{{{"If-None-Match", kEtag}, {"Range", "bytes=2-4"}}, 304, "", ""},
             FileCase{{{"If-Modified-Since", date}}, 304, "", ""},
             FileCase{{{"If-Modified-Since", later}}, 304, "", ""},
             FileCase{{{"If-Modified-Since", earlier}}, 200, "0123456789", ""},
             FileCase{{{"If-None-Match", "\"v0\""}, {"If-Modified-Since", later}}, 200, "0123456789", ""},
         }) {
        const Outgoing outgoing = answer(test.fields);
        const std::string what = test.fields.empty() ? "none" : test.fields.back().first + test.fields.back().second;
        EXPECT_EQ(outgoing.status, test.status) << what;
        EXPECT_EQ(outgoing.fields.find("Content-Range"), test.content_range) << what;
        EXPECT_EQ(outgoing.has_body, test.status != 304) << what;
        if (test.status == 416) continue;
        EXPECT_EQ(outgoing.fields.find("ETag"), kEtag) << what;
        EXPECT_EQ(outgoing.fields.find("Last-Modified"), date) << what;
        if (test.status == 304) {
            EXPECT_FALSE(outgoing.fields.has("Content-Length")) << what;
            continue;
        }
        EXPECT_EQ(read_slice(std::get<FileSlice>(outgoing.body)), test.body) << what;
        EXPECT_EQ(outgoing.fields.find("Content-Length"), std::to_string(std::string_view(test.body).size())) << what;
        EXPECT_EQ(outgoing.fields.find("Accept-Ranges"), "bytes") << what;
    }
}

TEST_F(FileTest, HeadTellsTheLengthWithoutABody) {
    const Outgoing outgoing = answer({{"Range", "bytes=2-4"}}, Method::head);
    EXPECT_EQ(outgoing.status, 200);
    EXPECT_EQ(outgoing.fields.find("Content-Length"), "10");
    EXPECT_FALSE(outgoing.has_body);
}

TEST_F(FileTest, WhatIsNoFileIsA404) {
    ASSERT_EQ(::symlink(file_.c_str(), (folder_ / "link").c_str()), 0);
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    for (const auto& path : {folder_ / "missing", folder_, folder_ / "link", folder_ / "pipe"}) {
        const Outgoing outgoing = answer_with(path, {});
        EXPECT_EQ(outgoing.status, 404) << path;
        EXPECT_FALSE(outgoing.fields.has("ETag"));
        EXPECT_EQ(outgoing.fields.find("Content-Type"), "text/plain");
        EXPECT_EQ(outgoing.fields.find("Content-Length"), std::to_string(std::get<std::string>(outgoing.body).size()));
    }
}

TEST_F(FileTest, AnEmptyFileIsServed) {
    std::ofstream(folder_ / "empty").close();
    const Outgoing outgoing = answer_with(folder_ / "empty", {});
    EXPECT_EQ(outgoing.status, 200);
    EXPECT_EQ(outgoing.fields.find("Content-Length"), "0");
    EXPECT_EQ(answer_with(folder_ / "empty", {{"Range", "bytes=0-"}}).status, 416);
}

struct TextAnswer {
    int status = 200;
    std::size_t size = 2000;
    Given fields = {{"Content-Type", "text/plain"}, {"ETag", kEtag}};
    std::vector<Encoding> encodings = {};
};

Outgoing answer_text(const TextAnswer& text, const Given& given, Method method = Method::get) {
    const Request request = request_with(given, method);
    Response response{.status = text.status, .fields = {}, .body = std::string(text.size, 'x')};
    for (const auto& [name, value] : text.fields)
        response.fields.add(name, value);
    response.encodings = text.encodings;
    return make_outgoing(request, std::move(response), &page, kNow);
}

TEST(Outgoing, TextIsPackedForWhoWantsIt) {
    const Outgoing packed = answer_text({}, {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(packed.fields.find("Content-Encoding"), "gzip");
    EXPECT_EQ(packed.fields.find("Vary"), "Accept-Encoding");
    EXPECT_EQ(packed.fields.find("ETag"), "\"v1-gzip\"");
    EXPECT_THAT(std::get<std::string>(packed.body), StartsWith("\x1f\x8b"));
    EXPECT_EQ(packed.fields.find("Content-Length"), std::to_string(std::get<std::string>(packed.body).size()));

    const Outgoing plain = answer_text({}, {});
    EXPECT_FALSE(plain.fields.has("Content-Encoding"));
    EXPECT_EQ(plain.fields.find("Vary"), "Accept-Encoding");
    EXPECT_EQ(plain.fields.find("ETag"), kEtag);
    EXPECT_EQ(plain.fields.find("Content-Length"), "2000");
}

TEST(Outgoing, SmallMediaAndEncodedBodiesStayAsTheyAre) {
    const Given gzip = {{"Accept-Encoding", "gzip"}};
    EXPECT_FALSE(answer_text({.size = 100}, gzip).fields.has("Content-Encoding"));
    EXPECT_FALSE(answer_text({.fields = {{"Content-Type", "video/mp4"}}}, gzip).fields.has("Content-Encoding"));
    EXPECT_FALSE(answer_text({.fields = {}}, gzip).fields.has("Vary"));
    const Outgoing made =
        answer_text({.fields = {{"Content-Type", "text/plain"}, {"Content-Encoding", "br"}, {"ETag", kEtag}}}, gzip);
    EXPECT_EQ(made.fields.find("Content-Encoding"), "br");
    EXPECT_EQ(made.fields.find("ETag"), kEtag);
    EXPECT_EQ(std::get<std::string>(made.body).size(), 2000U);
    const Outgoing weak = answer_text({.fields = {{"Content-Type", "text/plain"}, {"ETag", "W/\"v1\""}}}, gzip);
    EXPECT_EQ(weak.fields.find("ETag"), "W/\"v1\"");
}

TEST(Outgoing, EncodingsMadeBeforeAreSentInPlaceOfPacking) {
    const TextAnswer text{.size = 10, .encodings = {{"br", "as br"}, {"gzip", "as gzip"}}};
    const Outgoing br = answer_text(text, {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(std::get<std::string>(br.body), "as br");
    EXPECT_EQ(br.fields.find("Content-Encoding"), "br");
    EXPECT_EQ(br.fields.find("ETag"), "\"v1-br\"");
    EXPECT_EQ(br.fields.find("Content-Length"), "5");
    EXPECT_EQ(std::get<std::string>(answer_text(text, {{"Accept-Encoding", "gzip"}}).body), "as gzip");
    const Outgoing plain = answer_text(text, {});
    EXPECT_EQ(std::get<std::string>(plain.body), std::string(10, 'x'));
    EXPECT_EQ(plain.fields.find("Vary"), "Accept-Encoding");
}

TEST(Outgoing, BytesUnderAnEtagAreNotSentTwice) {
    EXPECT_EQ(answer_text({}, {{"If-None-Match", kEtag}}).status, 304);
    EXPECT_EQ(answer_text({}, {{"If-None-Match", "\"v1-gzip\""}}).status, 200);
    const Outgoing packed = answer_text({}, {{"If-None-Match", "\"v1-gzip\""}, {"Accept-Encoding", "gzip"}});
    EXPECT_EQ(packed.status, 304);
    EXPECT_EQ(packed.fields.find("ETag"), "\"v1-gzip\"");
    EXPECT_EQ(packed.fields.find("Vary"), "Accept-Encoding");
    EXPECT_FALSE(packed.has_body);
    EXPECT_FALSE(packed.fields.has("Content-Length"));
    EXPECT_EQ(answer_text({.status = 404}, {{"If-None-Match", kEtag}}).status, 404);
    EXPECT_EQ(answer_text({}, {{"If-None-Match", kEtag}}, Method::post).status, 200);
}

TEST(Outgoing, AddsWhatEveryAnswerHasAndKeepsTheHandlersWord) {
    const Outgoing outgoing = answer_text({.fields = {{"Cache-Control", "max-age=60"}}}, {});
    EXPECT_EQ(outgoing.fields.find("Cache-Control"), "max-age=60");
    EXPECT_EQ(outgoing.fields.find("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(std::string(outgoing.fields.find("Content-Security-Policy")), HasSubstr("default-src 'none'"));
    EXPECT_EQ(outgoing.fields.find("X-Request-Id"), "some-id");
    EXPECT_EQ(outgoing.fields.find("Date"), "Tue, 14 Nov 2023 22:13:20 GMT");
    EXPECT_EQ(answer_text({}, {}).fields.find("Cache-Control"), "no-store");
}

TEST(Outgoing, AnswersWithoutABodyHaveNone) {
    EXPECT_FALSE(answer_text({.status = 204, .size = 0}, {}).has_body);
    EXPECT_FALSE(answer_text({.status = 204, .size = 0}, {}).fields.has("Content-Length"));
    EXPECT_FALSE(answer_text({.status = 304, .size = 0}, {}).fields.has("Content-Length"));
    const Outgoing head = answer_text({}, {}, Method::head);
    EXPECT_FALSE(head.has_body);
    EXPECT_EQ(head.fields.find("Content-Length"), "2000");
}

TEST(Outgoing, AFieldWithALineBreakIsDropped) {
    Outgoing outgoing;
    outgoing.status = 418;
    outgoing.fields.add("X-Name", "a\r\nSet-Cookie: b=c");
    outgoing.fields.add("X-Line", "a\nb");
    outgoing.fields.add("X-Good", "gr\xC3\xBCn");
    const std::string head = head_bytes(outgoing, true, false);
    EXPECT_EQ(head, "HTTP/1.1 418 Status\r\nX-Good: gr\xC3\xBCn\r\n\r\n");
    const std::string last = head_bytes(outgoing, false, true);
    EXPECT_THAT(last, HasSubstr("\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
    EXPECT_THAT(last, Not(HasSubstr("Set-Cookie")));
}

}  // namespace
}  // namespace mss::http_server
