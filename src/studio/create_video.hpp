#pragma once
// create_video: words in, finished video files out. The application service behind `mss create`.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/json.hpp"
#include "base/result.hpp"
#include "media/reports.hpp"
#include "media_protocol/picture.hpp"
#include "model/script.hpp"

namespace mss::studio {

enum class Format { vertical, wide };
BOOST_DESCRIBE_ENUM(Format, vertical, wide)

/// How the video is made; the words come separately, as a Script.
struct CreateOptions {
    std::vector<Format> formats{Format::vertical, Format::wide};
    std::string style;                   ///< empty: chosen from the words
    std::string voice;                   ///< empty: the best for the language
    std::filesystem::path voice_file{};  ///< a recording of the whole script, which speaks instead; empty: none
    media_protocol::Preset preset = media_protocol::Preset::publish;
    bool music = true;
    bool captions = true;
    std::filesystem::path output;  ///< folder; made when absent
    int asked_s = 0;               ///< the seconds that the words were found for; 0: nobody asked for a length
};

/// A step of a run, for a progress bar. `fraction` of the whole never falls and reaches 1 only after the gates.
struct CreateProgress {
    std::string stage;  ///< "words", "speech", "sound", "vertical", "wide", "thumbnails", "checks"
    double fraction = 0;
    double eta_seconds = -1;  ///< negative: not known yet
    std::string note;         ///< such as "scene 3 of 12"
};

/// A scene of one cut is ready. Told in order, also of scenes that an earlier run had finished.
struct FinishedScene {
    Format format = Format::vertical;
    std::size_t index = 0;          ///< of the script's scenes
    std::filesystem::path preview;  ///< a small JPEG of it; there while the listener runs
};

/// Who watches a run. Called by the thread that runs it; either may be empty.
struct CreateListener {
    std::function<void(const CreateProgress&)> progress;
    std::function<void(const FinishedScene&)> scene;
};

struct FileReport {
    std::string role;  ///< "vertical", "wide", "thumbnail", "captions", "script", "credits", "chapters"
    std::string path;
    std::int64_t bytes = 0;
    std::string sha256;
};
BOOST_DESCRIBE_STRUCT(FileReport, (), (role, path, bytes, sha256))

using media::GateReport;
using media::StageReport;

struct CreateReport {
    std::string title;
    std::string language;  ///< of the words
    std::string style;     ///< the one that was used, as styles() names it
    std::string voice;     ///< the same of the voice
    double duration_s = 0;
    std::vector<FileReport> files;
    std::vector<GateReport> gates;
    std::vector<StageReport> stages;
    std::vector<std::string> notices;
};
BOOST_DESCRIBE_STRUCT(CreateReport, (), (title, language, style, voice, duration_s, files, gates, stages, notices))

}  // namespace mss::studio
