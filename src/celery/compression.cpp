#include "celery/compression.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <limits>
#include <memory>
#include <stdexcept>
#include <zlib.h>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::celery {
namespace {

constexpr std::size_t kChunkBytes = 64U << 10U;

std::unexpected<Error> broken(std::string_view method) {
    return fail(Code::invalid, fmt::format("the body is not what {} makes", method));
}

Result<void> append(std::string& out, std::string_view piece, std::size_t bytes_max) {
    if (piece.size() > bytes_max - out.size())
        return fail(Code::too_large, fmt::format("the body has more than {} bytes when decompressed", bytes_max));
    out += piece;
    return {};
}

class Inflater {
public:
    Inflater() {
        constexpr int kEitherHeader = 15 + 32;  // zlib's or gzip's, with a window of any size
        if (::inflateInit2(&stream_, kEitherHeader) != Z_OK) throw std::runtime_error("zlib has no memory");
    }
    ~Inflater() { ::inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    z_stream& stream() { return stream_; }

private:
    z_stream stream_{};
};

Result<std::string> inflate_all(std::string_view method, std::string_view bytes, std::size_t bytes_max) {
    if (bytes.size() > std::numeric_limits<uInt>::max()) return fail(Code::too_large, "the body is too large");
    Inflater inflater;
    z_stream& stream = inflater.stream();
    std::string in(bytes);  // zlib's interface asks for bytes that it might write
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    std::string out;
    std::array<char, kChunkBytes> chunk{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        state = ::inflate(&stream, Z_NO_FLUSH);
        MSS_TRY(append(out, {chunk.data(), chunk.size() - stream.avail_out}, bytes_max));
    }
    if (state != Z_STREAM_END || stream.avail_in != 0) return broken(method);
    return out;
}

struct FreeArchive {
    void operator()(archive* reader) const { ::archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeArchive>;

Result<std::string> read_all(std::string_view method, int filter, std::string_view bytes, std::size_t bytes_max) {
    const Reader reader(::archive_read_new());
    if (!reader) throw std::runtime_error("libarchive has no memory");
    ::archive_read_support_filter_by_code(reader.get(), filter);
    ::archive_read_support_format_raw(reader.get());
    archive_entry* entry = nullptr;
    if (::archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK ||
        ::archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK ||
        // Bytes of no known form would come out as they are.
        ::archive_filter_code(reader.get(), 0) != filter || ::archive_filter_count(reader.get()) != 2)
        return broken(method);
    std::string out;
    std::array<char, kChunkBytes> chunk{};
    while (true) {
        const auto got = ::archive_read_data(reader.get(), chunk.data(), chunk.size());
        if (got < 0) return broken(method);
        if (got == 0) return out;
        MSS_TRY(append(out, {chunk.data(), static_cast<std::size_t>(got)}, bytes_max));
    }
}

}  // namespace

Result<std::string> decompress(std::string_view method, std::string_view bytes, std::size_t bytes_max) {
    if (method == "application/x-gzip") return inflate_all(method, bytes, bytes_max);
    if (method == "application/x-bz2") return read_all(method, ARCHIVE_FILTER_BZIP2, bytes, bytes_max);
    if (method == "application/x-lzma") return read_all(method, ARCHIVE_FILTER_XZ, bytes, bytes_max);
    if (method == "application/zstd") return read_all(method, ARCHIVE_FILTER_ZSTD, bytes, bytes_max);
    return fail(Code::invalid,
                fmt::format("the body is compressed by {}, which is not read here", utf8::printable(method, 60)));
}

}  // namespace mss::celery
