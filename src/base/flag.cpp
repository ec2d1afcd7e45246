#include "base/flag.hpp"

#include <cerrno>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>

namespace mss {

Flag::Flag() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!fd_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Flag::set() const {
    ::eventfd_write(fd_.get(), 1);  // fails only where the counter is full, which means that it is set
}

void Flag::clear() const {
    eventfd_t count = 0;
    ::eventfd_read(fd_.get(), &count);  // fails only where it is not set
}

AnyOf::AnyOf(int first, int second) : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (!fd_) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    for (const int fd : {first, second}) {
        epoll_event event{};
        event.events = EPOLLIN;
        if (fd >= 0 && ::epoll_ctl(fd_.get(), EPOLL_CTL_ADD, fd, &event) != 0)
            throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
}

bool is_readable(int fd) {
    return wait_readable(fd, 0);
}

bool wait_readable(int fd, int milliseconds) {
    pollfd watched{fd, POLLIN, 0};
    return ::poll(&watched, 1, milliseconds) > 0 && watched.revents != 0;
}

}  // namespace mss
