// bench_bare_encode REQUESTS: draws every frame of the recorded segment requests (one JSON document a line) into
// memory, then encodes them in one go with the same settings and nothing else. Prints the encode's CPU and wall seconds
// as JSON: the floor that a whole render is held against.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <vector>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/json.hpp"
#include "codec/log.hpp"
#include "codec/video_encoder.hpp"
#include "picture/segment.hpp"
#include "picture/segment_painter.hpp"

namespace {

using namespace mss;

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Material {
    codec::VideoSettings settings;
    std::vector<codec::Frame> frames;
};

Result<Material> draw_all(const char* path) {
    Material material;
    std::ifstream lines(path);
    for (std::string line; std::getline(lines, line);) {
        MSS_TRY_ASSIGN(const auto request, json::decode_text<media_protocol::SegmentRequest>(line));
        material.settings = picture::encoder_settings(request);
        MSS_TRY_ASSIGN(auto painter, picture::SegmentPainter::make(request));
        for (int i = 0; i < request.scene.frames; ++i)
            painter.draw(i, material.frames.emplace_back(request.width, request.height));
    }
    if (material.frames.empty()) return fail(Code::invalid, "there is no segment request in the file");
    return material;
}

Result<std::string> measure(const char* path) {
    MSS_TRY_ASSIGN(const Material material, draw_all(path));
    const TemporaryDirectory folder;
    const double cpu = cpu_seconds();
    const auto wall = std::chrono::steady_clock::now();
    MSS_TRY_ASSIGN(auto encoder, codec::VideoEncoder::open(material.settings, folder.path() / "bare.mp4"));
    for (const codec::Frame& frame : material.frames)
        MSS_TRY(encoder.push(frame));
    MSS_TRY(encoder.finish());
    return fmt::format(R"({{"frames": {}, "cpu": {:.3f}, "wall": {:.3f}}})", material.frames.size(),
                       cpu_seconds() - cpu,
                       std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: bench_bare_encode REQUESTS\n", stderr);
        return 2;
    }
    codec::log_errors_only();
    const auto result = measure(argv[1]);
    if (!result) {
        fmt::print(stderr, "bench_bare_encode: {}\n", result.error().message);
        return 1;
    }
    fmt::print("{}\n", *result);
    return 0;
}
