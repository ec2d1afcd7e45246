#pragma once
// CeleryLayout: for tests, a store and what programs of Celery put into its server and read there. Throws where
// something fails that must not. Confined to the test's thread.

#include <functional>

#include "celery/publishing.hpp"
#include "celery/result_meta.hpp"
#include "celery/wire_json.hpp"
#include "cluster/task_record.hpp"
#include "support/redis_store.hpp"

namespace mss::cluster::test {

struct FromPython {
    std::string text;
    celery::TaskMessage message;
};

class CeleryLayout : public StoreTest {
protected:
    FromPython message_named(const std::string& name, const std::function<void(celery::TaskMessage&)>& change = {}) {
        celery::Sender sender;
        sender.origin = "gen1@there";
        sender.now = clock_.now();
        FromPython sent{{}, celery::new_task(name, {json::Value(1)}, {{"y", 2}}, sender)};
        if (change) change(sent.message);
        sent.text = write_message(sent.message).text;
        return sent;
    }
    FromPython push(const std::string& name, const std::function<void(celery::TaskMessage&)>& change = {}) {
        FromPython sent = message_named(name, change);
        redis({"LPUSH", celery::list_key(naming_, sent.message.queue(), sent.message.properties.priority), sent.text});
        return sent;
    }
    /// What kombu's restore_by_tag does with a message that lies unacknowledged for too long.
    void restore(const std::string& tag, const std::string& list) {
        const json::Value entry = must(celery::parse_wire(redis({"HGET", "unacked", tag}).text));
        json::Object envelope = entry.at(0).as_object();
        envelope["headers"].as_object()["redelivered"] = true;
        envelope["properties"].as_object()["delivery_info"].as_object()["redelivered"] = true;
        redis({"ZREM", "unacked_index", tag});
        redis({"HDEL", "unacked", tag});
        redis({"RPUSH", list, celery::print_wire(envelope)});
    }
    celery::ResultMeta result_of(const std::string& id) {
        return must(celery::read_result(redis({"GET", "celery-task-meta-" + id}).text));
    }
};

}  // namespace mss::cluster::test
