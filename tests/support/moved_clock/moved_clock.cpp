// Preloaded into a program (LD_PRELOAD), it moves the calendar of that program alone, while it runs: by as many seconds
// as the first eight bytes of the file MSS_CLOCK_FILE say. Uptimes stay. It allocates nothing, since allocators ask for
// the time as well.

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

const volatile std::int64_t* moved = nullptr;

[[gnu::constructor]] void begin() {
    const char* name = std::getenv("MSS_CLOCK_FILE");  // NOLINT(concurrency-mt-unsafe): before any thread
    const int file = name == nullptr ? -1 : ::open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    void* mapped = ::mmap(nullptr, sizeof *moved, PROT_READ, MAP_SHARED, file, 0);
    ::close(file);
    if (mapped != MAP_FAILED) moved = static_cast<const volatile std::int64_t*>(mapped);
}

bool is_calendar(clockid_t clock) {
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    const auto failed = static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
    if (failed == 0 && moved != nullptr && is_calendar(clock)) time->tv_sec += *moved;
    return failed;
}

int gettimeofday(timeval* __restrict time, void* __restrict /*zone*/) noexcept {
    timespec now{};
    const int failed = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1'000;
    return failed;
}

time_t time(time_t* kept) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept != nullptr) *kept = now.tv_sec;
    return now.tv_sec;
}

}  // extern "C"
