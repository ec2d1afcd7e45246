#pragma once
// A neural network that ONNX Runtime computes, through its C interface (onnxruntime_c_api.h, version 16; the order of
// its table never changes). The runtime is found and opened while the program runs: it is an optional part, in no
// Debian package, and whoever has no natural voice needs none of it. Confined to one thread.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace mss::speech {

class OnnxModel {
public:
    /// Values of one input, in the order of its rows; the shape says how many in each direction.
    struct Input {
        const char* name = "";
        std::vector<std::int64_t> shape;
        std::variant<std::span<const std::int64_t>, std::span<const float>> values;
    };

    /// Opens the runtime's shared library and reads a network (an ONNX file's bytes, not kept). `threads`: that compute
    /// it. Errors: unavailable (no such library, or too old), invalid (no network that it can read).
    static Result<OnnxModel> open(const std::filesystem::path& runtime, std::string_view network, int threads);

    OnnxModel(OnnxModel&&) noexcept;
    OnnxModel& operator=(OnnxModel&&) noexcept;
    ~OnnxModel();

    /// Computes the named outputs, each an array of float, in the order of their names. Errors: internal.
    Result<std::vector<std::vector<float>>> run(std::span<const Input> inputs,
                                                std::span<const char* const> output_names);

private:
    struct Runtime;
    explicit OnnxModel(std::unique_ptr<Runtime> runtime);

    std::unique_ptr<Runtime> runtime_;
};

}  // namespace mss::speech
