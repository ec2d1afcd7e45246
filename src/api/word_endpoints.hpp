#pragma once
// Topics, scripts before a video is made of them, and what can be chosen. Looking words up may take a minute, so only a
// few of these requests run at once; more are asked to come again.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>

#include "api/endpoint.hpp"
#include "media_protocol/speech.hpp"
#include "studio/videos.hpp"
#include "studio/word_sources.hpp"

namespace mss::api {

/// How many requests may look words up at once.
class WordRoom {
public:
    static constexpr int kMost = 4;

    class Seat {
    public:
        explicit Seat(std::counting_semaphore<kMost>& room) : room_(&room) {}
        Seat(Seat&& other) noexcept : room_(std::exchange(other.room_, nullptr)) {}
        Seat& operator=(Seat&&) = delete;
        ~Seat() {
            if (room_ != nullptr) room_->release();
        }

    private:
        std::counting_semaphore<kMost>* room_;
    };

    /// Problem: 503 where all are taken, or the server is going.
    std::expected<Seat, Problem> take();

    /// Takes nobody in any more, and asks those who look words up to stop.
    void close() { closed_ = true; }
    bool closed() const { return closed_; }

private:
    std::atomic<bool> closed_ = false;
    std::counting_semaphore<kMost> room_{kMost};
};

/// All outlive the endpoints.
Endpoints word_endpoints(const studio::WordSources& sources, const studio::Videos& videos, WordRoom& room);

/// An order in a request's body, checked. Problems: 400, 415, 422 with every wrong member.
std::expected<studio::VideoOrder, Problem> order_in(const http_server::Request& request);

/// The member of an order that its words come from, as a JSON Pointer.
std::string words_pointer(const studio::VideoOrder& order);

/// The words of an order. Problems: as studio::words_for, naming that member where the order must change, with ways on
/// that the user can go.
std::expected<model::Script, Problem> words_in(const studio::OwnedWords& words, const studio::VideoOrder& order,
                                               const store::User& user, const WordRoom& room);

}  // namespace mss::api
