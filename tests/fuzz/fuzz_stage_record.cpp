// Any bytes as the record of a cache entry: the entry is found whole or not at all.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "files/stage_cache.hpp"

namespace {

/// A cache with one committed entry, whose record is then overwritten.
class Place {
public:
    Place() : cache_(mss::files::StageCache::open(directory_.path(), 1U << 30U).value()) {
        auto workspace = cache_.begin().value();
        static_cast<void>(mss::write_file(workspace.folder() / "a", "abc"));
        record_ = cache_.commit(std::move(workspace), key_, {}, 1).value().folder / "stage.json";
    }

    void find(std::string_view record) {
        if (!mss::write_file(record_, record)) std::abort();
        const auto entry = cache_.find(key_);
        if (entry && *entry && (*entry)->key != key_) std::abort();
    }

private:
    mss::TemporaryDirectory directory_;
    const std::string key_ = std::string(64, 'a');
    mss::files::StageCache cache_;
    std::filesystem::path record_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Place place;
    place.find({reinterpret_cast<const char*>(data), size});
    return 0;
}
