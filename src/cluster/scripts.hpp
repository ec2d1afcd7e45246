#pragma once
// Scripts: what is done in Redis in one step, as Lua that nothing else comes between. An error (a key that holds
// something else) does not take back what was written before it, so most is written at the end (script_writes.cpp).
// Each gets two texts of JSON, a context (prefix, names, time) that is alike for all of them and a request of its own
// (kSettle a list of words after them, since it is asked most), and answers
// [whether anything changed, the store's time in ms, ...]. Keys are made inside, since which lists a claim touches is
// known only there; so a store lives in one server, as Celery's queues do. Constants; any thread.
//
// Keys, all behind global_keyprefix. Celery's own: the lists of queues, `unacked`, `unacked_index`,
// `_kombu.binding.*`, `celery-task-meta-*`. Ours, behind "mss:":
//   task:<id>     hash    all that is known of a task, but for what is usual (script_prelude.cpp), with its message as
//                         it lies in a list or in `unacked`: one that came with its message has none while it runs.
//                         "#<n>" -> "<ms> <kind> <data>": its log
//   tasks, owner:<owner>, state:<state>   zset    ids by seq: what is listed
//   seq, event, fence                     counters
//   delayed, expiring, finished           zset    ids by the time (ms) at which something is to be done about them
//   uncounted     zset    ids, by when they ended (ms), of parts of chords that scripts ended
//   running:<name>                        set     ids, for limits
//   counts        hash    "<state> <queue>" -> how many
//   workers       zset    ids by the end of their lease (ms);  cards  hash  what they are
//   held:<worker> hash    delivery tag -> "<fence> <id>"
//   queues, paused  set   names;   garbage  list  the newest entries of queues that were no message
//   events        stream  the log of all tasks: an entry has one event or several, of each its task, kind, data and
//                         time (ms) in turn; its id "<n>-0" is the number of the last of them
//   reports:<id>  list    the fields of its progress events
//   wake          channel rung after each change, with who changed it

#include <string_view>

namespace mss::cluster::script {

/// What goes before each of them, in this order.
extern const std::string_view kWrites;
extern const std::string_view kPrelude;
extern const std::string_view kAdoption;

extern const std::string_view kEnqueue;  ///< accepts tasks, all or none: ["ok"] or ["taken", id]
extern const std::string_view kClaim;    ///< frees, expires, moves what is due; pops: ["over"] or ["ok", tasks, ...]
extern const std::string_view
    kSettle;  ///< ends attempts: for each 1 (done), 0 (outrun), 2 (look again) or a chord's parts
extern const std::string_view kDiscover;  ///< makes a record of a message that lies in a list: 1, or 0: not seen
extern const std::string_view kReport;    ///< progress: 1 or 0
extern const std::string_view kRegister;  ///< a worker's lease begins
extern const std::string_view kServe;     ///< a worker serves other queues: "over" or "ok"
extern const std::string_view kRenew;     ///< its lease goes on: ["over"] or ["ok", [[id, fence, cancel], ...]]
extern const std::string_view kLeave;     ///< hands back what a worker holds
extern const std::string_view
    kRecover;  ///< frees what lapsed leases held: how many; [id, ...] to be concluded, and to be counted
extern const std::string_view kCountPart;  ///< a part of a chord that a script ended: 1, or all parts as in kSettle
extern const std::string_view kConclude;   ///< ends what a Python worker ended: 1, or 0 where it is not so
extern const std::string_view kCancel;     ///< "" or the state after it
extern const std::string_view kRevive;     ///< 1, or 0 where the task is not as it was
extern const std::string_view kPause;      ///< a queue, or the end of its pause
extern const std::string_view kCounts;     ///< for each queue [name, paused, ready, scheduled, running, dead]
extern const std::string_view kPosition;   ///< how many are before a task; -1: no such task

/// Whether one may have to store a result that nobody made: the context has their texts for those only.
bool refuses(std::string_view script);

}  // namespace mss::cluster::script
