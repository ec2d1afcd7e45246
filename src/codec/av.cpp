#include "codec/av.hpp"

#include "base/file.hpp"

namespace mss::codec {

Result<AvInput> open_input(const std::string& path) {
    AVFormatContext* context = nullptr;
    // "file:" keeps a path with a colon from being read as a protocol.
    if (const int code = avformat_open_input(&context, ("file:" + path).c_str(), nullptr, nullptr); code < 0)
        return av_failure("cannot read " + path, code);
    AvInput input(context);
    if (const int code = avformat_find_stream_info(context, nullptr); code < 0)
        return av_failure("cannot read " + path, code);
    return input;
}

Result<AvOutput> open_mp4(const std::string& path) {
    AVFormatContext* context = nullptr;
    const std::string url = "file:" + path;  // kept in the context: moving the index first opens the file again
    if (const int code = avformat_alloc_output_context2(&context, nullptr, "mp4", url.c_str()); code < 0)
        return av_failure("cannot make an MP4 file", code);
    AvOutput output(context);
    // No dates and no library versions inside: equal input gives equal bytes.
    context->flags |= AVFMT_FLAG_BITEXACT;
    if (const int code = avio_open(&context->pb, url.c_str(), AVIO_FLAG_WRITE); code < 0)
        return av_failure("cannot write " + path, code);
    return output;
}

Result<void> close_mp4(AvOutput output, const std::string& path) {
    if (const int code = av_write_trailer(output.get()); code < 0) return av_failure("cannot finish " + path, code);
    const int write_error = output->pb->error;
    if (const int code = avio_closep(&output->pb); code < 0 || write_error < 0)
        return av_failure("cannot finish " + path, code < 0 ? code : write_error);
    return sync_path(path);
}

}  // namespace mss::codec
