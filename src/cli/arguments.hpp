#pragma once
// Arguments: what the command line asks for, as values. parse() is pure: it reads no file, no environment and prints
// nothing, so that every way of writing a command can be tested. Any thread.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "app/work.hpp"
#include "base/result.hpp"
#include "media_protocol/picture.hpp"
#include "studio/create_video.hpp"

namespace mss::cli {

struct CreateArguments {
    std::string topic;        ///< empty only where there are words
    std::string script_file;  ///< at most one of the three is given; "-" is standard input
    std::string text_file;
    std::string url;
    int duration_s = 60;
    std::vector<studio::Format> formats;
    std::string style;
    std::string voice;
    std::optional<double> pace;               ///< of speech; nothing: the script's
    std::vector<std::string> pronunciations;  ///< lines of "word = how to say it", beside the script's
    std::string voice_file;  ///< a recording of the whole script; only without a voice, and with a script
    std::string language;
    media_protocol::Preset preset = media_protocol::Preset::publish;
    bool music = true;
    bool captions = true;
    std::string output;  ///< empty: out/<title>
    bool json = false;
};

struct TopicsArguments {
    std::string niche;  ///< empty: what the program brings
    std::optional<int> count;
    bool json = false;
};

struct VoicesArguments {
    enum class Action { list, install, remove, sample };
    Action action = Action::list;
    std::string language;  ///< of list: empty: all; of sample: of the words
    bool json = false;
    std::string name;  ///< of the natural voice to install or to remove, or of the voice to hear; empty: the usual one
    std::string text;  ///< of sample; empty: a sentence of its language
    std::string output;  ///< of sample; empty: NAME.m4a
};

struct StylesArguments {
    bool json = false;
};

struct ConfigShowArguments {
    bool json = false;
};

/// How many videos are made at once, and which queues are served.
struct WorkerArguments {
    app::WorkerChoice worker;
};

struct ServeArguments {
    app::WorkerChoice worker;  ///< of `mss up`
    std::string first_video;   ///< a topic for a sample where there is no video yet; empty: none
};

/// What a worker starts its children with; people do not.
struct TaskChildArguments {};

struct UpArguments : ServeArguments {};
struct WebArguments : ServeArguments {};

struct TaskArguments {
    enum class Action { list, show, retry, cancel };
    Action action = Action::list;
    std::string id;
    std::string state;  ///< of list; empty: all
    int limit = 50;
    bool all = false;  ///< of list: those that clean up as well
    bool json = false;
};

struct UserArguments {
    enum class Action { add, list, password, role, remove };
    Action action = Action::add;
    std::string email;
    bool with_videos = false;  ///< of remove
    std::string role;          ///< of add: empty: owner for the first account, creator for others
    bool json = false;
};

struct QueueArguments {
    enum class Action { list, pause, resume };
    Action action = Action::list;
    std::string name = "default";
    bool json = false;
};

/// What workers are asked.
enum class InspectMethod { ping, active, scheduled, reserved, revoked, registered, stats, queues, conf };
BOOST_DESCRIBE_ENUM(InspectMethod, ping, active, scheduled, reserved, revoked, registered, stats, queues, conf)

struct InspectArguments {
    InspectMethod method = InspectMethod::ping;
    std::vector<std::string> destination;  ///< host names of workers; empty: all
    double timeout_s = 1;
    bool json = false;
};

struct DatabaseArguments {
    enum class Action { migrate, backup };
    Action action = Action::migrate;
    std::string file;  ///< of backup
};

struct ConfigCheckArguments {};
struct ConfigExampleArguments {};
struct DoctorArguments {};
struct VersionArguments {};

/// Somebody asked for help: this is it.
struct Help {
    std::string text;
};

/// The commands that work on an installation: its database, its tasks, its accounts, its workers.
using InstallationCommand = std::variant<UpArguments, WebArguments, WorkerArguments, TaskChildArguments, TaskArguments,
                                         QueueArguments, UserArguments, DatabaseArguments, InspectArguments>;

using Command =
    std::variant<Help, CreateArguments, TopicsArguments, VoicesArguments, StylesArguments, ConfigShowArguments,
                 ConfigCheckArguments, ConfigExampleArguments, DoctorArguments, VersionArguments, InstallationCommand>;

struct Invocation {
    std::vector<std::string> settings;  ///< of --set, each "name=value"
    Command command;
};

/// Reads the words after the program's name. Error: invalid, on one line, with the help page to look at.
Result<Invocation> parse(const std::vector<std::string>& words);

/// The most bytes that a topic or a niche may have.
inline constexpr std::size_t kTopicBytesMax = 400;

}  // namespace mss::cli
