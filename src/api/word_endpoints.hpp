#pragma once
// Topics, scripts before a video is made of them, and what can be chosen. Looking words up may take minutes, so only a
// few of these requests run at once; more are asked to come again.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "api/endpoint.hpp"
#include "media_protocol/speech.hpp"
#include "studio/videos.hpp"
#include "studio/word_sources.hpp"

namespace mss::api {

/// How many requests may look words up elsewhere, of a model or on the web, at once; in all and of one account, so that
/// nobody waits for the model of another. Any thread.
class WordRoom {
public:
    static constexpr int kMost = 4;
    static constexpr int kMostOfOne = 2;

    class Seat {
    public:
        Seat(WordRoom& room, std::string user) : room_(&room), user_(std::move(user)) {}
        Seat(Seat&& other) noexcept : room_(std::exchange(other.room_, nullptr)), user_(std::move(other.user_)) {}
        Seat& operator=(Seat&&) = delete;
        ~Seat() {
            if (room_ != nullptr) room_->leave(user_);
        }

    private:
        WordRoom* room_;
        std::string user_;
    };

    /// Problem: busy where all are taken, unavailable where the server is going.
    std::expected<Seat, Problem> take(const std::string& user);

    /// Takes nobody in any more, and asks those who look words up to stop.
    void close() { closed_ = true; }
    bool closed() const { return closed_; }

private:
    void leave(const std::string& user);

    std::atomic<bool> closed_ = false;
    std::mutex mutex_;
    int taken_ = 0;
    std::map<std::string, int> of_user_;
};

/// All outlive the endpoints.
Endpoints word_endpoints(const studio::WordSources& sources, const studio::Videos& videos, WordRoom& room);

/// An order in a request's body, checked. Problems: 400, 415, 422 with every wrong member.
std::expected<studio::VideoOrder, Problem> order_in(const http_server::Request& request);

/// The member of an order that its words come from, as a JSON Pointer.
std::string words_pointer(const studio::VideoOrder& order);

/// What this machine cannot make of an order, naming the member that somebody can change.
Problem unmakeable(const studio::Unmakeable& lacking, const studio::VideoOrder& order);

/// What can be said of an order whose words are still to be written: of a voice or a language that it names.
std::optional<studio::Unmakeable> find_unspeakable(const studio::Videos& videos, const studio::VideoOrder& order,
                                                   const std::string& usual_language);

/// Whether looking words up for a call is in vain: the server is going, or the client went.
std::function<bool()> in_vain(const Call& call, const WordRoom& room);

/// The words of an order. Problems: as studio::words_for, naming that member where the order must change, with ways on
/// that the user can go. Takes a seat where they come from elsewhere.
std::expected<model::Script, Problem> words_in(const studio::OwnedWords& words, const studio::VideoOrder& order,
                                               const store::User& user, WordRoom& room,
                                               const std::function<bool()>& cancelled);

}  // namespace mss::api
