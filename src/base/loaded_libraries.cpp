#include "base/loaded_libraries.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <link.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mss {
namespace {

using Library = std::pair<std::string, std::string>;  // file name, build id

std::uint32_t padded(std::uint32_t size) {
    return (size + 3) & ~3U;
}

// The build id among the notes of one segment; elf(5): each note is a header, a padded name, a padded description.
std::string build_id(const char* notes, std::size_t size) {
    while (size >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) header;
        std::memcpy(&header, notes, sizeof header);
        const std::size_t whole = sizeof header + padded(header.n_namesz) + padded(header.n_descsz);
        if (whole > size) break;
        const char* name = notes + sizeof header;
        if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0) {
            std::string digits;
            const char* bytes = name + padded(header.n_namesz);
            for (std::size_t i = 0; i < header.n_descsz; ++i)
                digits += fmt::format("{:02x}", static_cast<unsigned char>(bytes[i]));
            return digits;
        }
        notes += whole;
        size -= whole;
    }
    return {};
}

int add_library(dl_phdr_info* info, std::size_t, void* libraries) {
    const std::string_view path = info->dlpi_name;
    Library library(path.substr(path.rfind('/') + 1), "");
    for (ElfW(Half) i = 0; i < info->dlpi_phnum && library.second.empty(); ++i) {
        const ElfW(Phdr)& header = info->dlpi_phdr[i];
        if (header.p_type != PT_NOTE) continue;
        const std::uintptr_t address = info->dlpi_addr + header.p_vaddr;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader tells addresses as integers
        library.second = build_id(reinterpret_cast<const char*>(address), header.p_memsz);
    }
    static_cast<std::vector<Library>*>(libraries)->push_back(std::move(library));
    return 0;
}

}  // namespace

std::string loaded_builds(std::span<const std::string_view> names) {
    std::vector<Library> libraries;
    ::dl_iterate_phdr(&add_library, &libraries);
    std::ranges::sort(libraries);
    std::string text;
    for (const std::string_view name : names)
        for (const auto& [file, id] : libraries)
            if (file.starts_with(name)) text += fmt::format("{}{}={}", text.empty() ? "" : "; ", file, id);
    return text;
}

}  // namespace mss
