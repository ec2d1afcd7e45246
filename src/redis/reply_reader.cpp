#include "redis/reply_reader.hpp"

#include <hiredis/read.h>
#include <new>
#include <utility>

namespace mss::redis {
namespace {

constexpr std::size_t kBufferKept = 1U << 20U;  // between replies

// What hiredis' reader makes of the bytes: our own values, so that nothing of its memory is ours to free.
// Elements are added as they come, however many an answer announces; those before are complete by then, so that nobody
// has a pointer to them any more.
Reply* place_for(const redisReadTask* task) {
    if (task->parent == nullptr) return static_cast<Reply*>(task->privdata);
    return &static_cast<Reply*>(task->parent->obj)->elements.emplace_back();
}

void* on_string(const redisReadTask* task, char* bytes, std::size_t length) {
    Reply* reply = place_for(task);
    reply->kind = task->type == REDIS_REPLY_ERROR    ? Reply::Kind::error
                  : task->type == REDIS_REPLY_STATUS ? Reply::Kind::status
                                                     : Reply::Kind::text;
    reply->text.assign(bytes, length);
    return reply;
}

void* on_array(const redisReadTask* task, int) {
    Reply* reply = place_for(task);
    reply->kind = Reply::Kind::array;
    return reply;
}

void* on_integer(const redisReadTask* task, long long number) {
    Reply* reply = place_for(task);
    reply->kind = Reply::Kind::integer;
    reply->integer = number;
    return reply;
}

void* on_nil(const redisReadTask* task) {
    return place_for(task);
}

void on_free(void*) {}  // it belongs to who asked for it

redisReplyObjectFunctions reply_functions() {
    redisReplyObjectFunctions functions{};
    functions.createString = on_string;
    functions.createArray = on_array;
    functions.createInteger = on_integer;
    functions.createNil = on_nil;
    functions.freeObject = on_free;
    return functions;
}

struct ReaderFree {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

std::unexpected<Error> no_replies(const redisReader& reader) {
    return fail(Code::unavailable, "it sends no replies of Redis", reader.errstr);
}

}  // namespace

struct ReplyReader::Parts {
    explicit Parts(std::size_t most) : bytes_max(most) {}

    const std::size_t bytes_max;
    redisReplyObjectFunctions functions = reply_functions();
    std::unique_ptr<redisReader, ReaderFree> reader{redisReaderCreateWithFunctions(&functions)};
    Reply coming;  ///< what the reader fills
};

ReplyReader::ReplyReader(std::size_t bytes_max) : parts_(std::make_unique<Parts>(bytes_max)) {
    if (!parts_->reader) throw std::bad_alloc();
    parts_->reader->maxbuf = kBufferKept;
    parts_->reader->privdata = &parts_->coming;
}

ReplyReader::~ReplyReader() = default;

Result<void> ReplyReader::feed(std::string_view bytes) {
    redisReader& reader = *parts_->reader;
    if (reader.len - reader.pos + bytes.size() > parts_->bytes_max)
        return fail(Code::too_large, "it sends too much at once");
    if (redisReaderFeed(&reader, bytes.data(), bytes.size()) != REDIS_OK) return no_replies(reader);
    return {};
}

Result<std::optional<Reply>> ReplyReader::next() {
    void* made = nullptr;
    if (redisReaderGetReply(parts_->reader.get(), &made) != REDIS_OK) return no_replies(*parts_->reader);
    if (made == nullptr) return std::nullopt;
    return std::exchange(parts_->coming, Reply());
}

}  // namespace mss::redis
