#include "celery/canvas.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/identifier.hpp"
#include "celery/wire_json.hpp"

namespace mss::celery {
namespace {

using Steps = std::vector<Signature>;

bool is_kind(const Signature& signature, std::string_view kind) {
    return signature.subtask_type && *signature.subtask_type == kind;
}

std::optional<std::string> text_option(const Signature& signature, std::string_view name) {
    const json::Value* value = signature.options.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

// The id that a signature is called by from now on.
std::string settle_id(Signature& signature) {
    auto id = text_option(signature, "task_id");
    if (!id) signature.options["task_id"] = *(id = uuid_v4());
    return *id;
}

// Options that say what one signature is, as against how it is to be called.
bool is_own(std::string_view name) {
    constexpr std::array<std::string_view, 10> kOwn{"task_id", "group_id",  "group_index", "chord", "chain",
                                                    "root_id", "parent_id", "reply_to",    "link",  "link_error"};
    return std::ranges::find(kOwn, name) != kOwn.end();
}

// How a group or a chord is called is how its parts are.
void hand_down(const json::Object& options, Signature& part) {
    for (const auto& option : options)
        if (!is_own(option.key()) && !option.value().is_null()) part.options[option.key()] = option.value();
}

// Which part of which chord or group a signature is.
void hand_place(const json::Object& from, Signature& to) {
    for (const char* name : {"group_id", "group_index", "chord"})
        if (const json::Value* value = from.if_contains(name); value != nullptr && !value->is_null())
            to.options[name] = *value;
}

void link_more(Signature& signature, const char* name, const json::Value* links) {
    if (links == nullptr || links->is_null()) return;
    json::Value& all = signature.options[name];
    if (!all.is_array()) all = all.is_null() ? json::Array() : json::Array{all};
    if (const json::Array* array = links->if_array())
        all.get_array().insert(all.get_array().end(), array->begin(), array->end());
    else
        all.get_array().push_back(*links);
}

Result<Steps> parts_of(const Signature& signature, const char* name) {
    const json::Value* parts = signature.kwargs.if_contains(name);
    auto read = read_signatures(parts == nullptr ? json::Value() : *parts);
    if (!read) return std::unexpected(read.error().with_context(fmt::format("a {}", *signature.subtask_type)));
    return read->value_or(Steps());
}

// The steps of a chain, first to last, those of chains in it among them.
Result<Steps> steps_of(const Signature& chain) {
    MSS_TRY_ASSIGN(const Steps parts, parts_of(chain, "tasks"));
    Steps steps;
    for (const Signature& part : parts) {
        if (!is_kind(part, "chain")) {
            steps.push_back(part);
            continue;
        }
        MSS_TRY_ASSIGN(Steps inner, steps_of(part));
        std::ranges::move(inner, std::back_inserter(steps));
    }
    if (steps.empty()) return fail(Code::invalid, "a chain has no step");
    Signature& last = steps.back();
    hand_place(chain.options, last);
    if (const auto id = text_option(chain, "task_id"); id && !last.options.contains("task_id"))
        last.options["task_id"] = *id;
    link_more(last, "link", chain.options.if_contains("link"));
    for (Signature& step : steps)
        link_more(step, "link_error", chain.options.if_contains("link_error"));
    return steps;
}

// The members of a group, those of groups in it among them: they run side by side all the same.
Result<Steps> members_of(const Signature& group) {
    MSS_TRY_ASSIGN(const Steps parts, parts_of(group, "tasks"));
    Steps members;
    for (const Signature& part : parts) {
        Steps inner{part};
        if (is_kind(part, "group")) {
            MSS_TRY_ASSIGN(inner, members_of(part));
        }
        for (Signature& member : inner) {
            hand_down(group.options, member);
            members.push_back(std::move(member));
        }
    }
    return members;
}

Result<Signature> body_of_chord(const Signature& chord) {
    const json::Value* body = chord.kwargs.if_contains("body");
    auto read = read_signature(body == nullptr ? json::Value() : *body);
    if (!read) return std::unexpected(read.error().with_context("the body of a chord"));
    return read;
}

// The group that is counted. Old programs wrote a list of its members.
Result<Signature> header_of(const Signature& chord) {
    const json::Value* header = chord.kwargs.if_contains("header");
    if (header != nullptr && header->is_object()) return read_signature(*header);
    Signature group;
    group.task = "celery.group";
    group.subtask_type = "group";
    group.kwargs["tasks"] = header == nullptr ? json::Value() : *header;
    return group;
}

// How many endings of tasks a member of a chord's header counts for: those that carry the chord.
Result<std::int64_t> endings_of(const Signature& member) {
    if (is_kind(member, "chain")) {
        MSS_TRY_ASSIGN(const Steps steps, steps_of(member));
        return endings_of(steps.back());
    }
    if (is_kind(member, "chord")) {
        MSS_TRY_ASSIGN(const Signature body, body_of_chord(member));
        return endings_of(body);
    }
    if (!is_kind(member, "group")) return 1;
    std::int64_t count = 0;
    MSS_TRY_ASSIGN(const Steps members, members_of(member));
    for (const Signature& each : members) {
        MSS_TRY_ASSIGN(const std::int64_t more, endings_of(each));
        count += more;
    }
    return count;
}

Signature chord_of(const Signature& header, const Signature& body) {
    Signature chord;
    chord.task = "celery.chord";
    chord.subtask_type = "chord";
    chord.immutable = header.immutable;
    chord.kwargs = {{"header", write_signature(header)}, {"body", write_signature(body)}};
    return chord;
}

class Publisher {
public:
    Publisher(const TaskMessage& parent, const Sender& sender) : parent_(parent), sender_(sender) {}

    // What is told of the signature's result.
    Result<ResultPointer> send(Signature signature, Call call) {
        const bool is_chain = is_kind(signature, "chain");
        const bool is_group = is_kind(signature, "group");
        if (is_chain || is_group || is_kind(signature, "chord")) {
            // What is to come behind may be an option, since a chord's body carries it so.
            if (const json::Value* chain = signature.options.if_contains("chain"); chain != nullptr && !call.chain) {
                MSS_TRY_ASSIGN(call.chain, read_signatures(*chain));
            }
            if (is_chain) return send_chain(signature, std::move(call));
            return is_group ? send_group(std::move(signature), std::move(call))
                            : send_chord(signature, std::move(call));
        }
        if (publication_.messages.size() >= kPublishedMax)
            return fail(Code::too_large, fmt::format("a task may call {} others at most", kPublishedMax));
        MSS_TRY_ASSIGN(TaskMessage message, child_of(parent_, signature, call, sender_));
        ResultPointer pointer;
        pointer.id = message.id;
        publication_.messages.push_back(std::move(message));
        return pointer;
    }

    Result<void> add(const Signature& signature, const Call& call) {
        MSS_TRY_ASSIGN(ResultPointer pointer, send(signature, call));
        publication_.children.push_back(std::move(pointer));
        return {};
    }

    Publication finish() && { return std::move(publication_); }

private:
    Result<ResultPointer> send_chain(const Signature& chain, Call call) {
        MSS_TRY_ASSIGN(Steps steps, steps_of(chain));
        const bool ends_here = steps.size() == 1;
        ResultPointer last;
        if (!ends_here) last.id = settle_id(steps.back());
        Signature first = std::move(steps.front());
        Steps rest = call.chain.value_or(Steps());
        rest.insert(rest.end(), std::make_move_iterator(steps.rbegin()),
                    std::make_move_iterator(std::prev(steps.rend())));
        if (call.chain || !rest.empty()) call.chain = std::move(rest);
        MSS_TRY_ASSIGN(ResultPointer sent, send(std::move(first), std::move(call)));
        return ends_here ? sent : last;
    }

    Result<ResultPointer> send_group(Signature group, Call call) {
        if (call.chain && !call.chain->empty()) {
            Signature body = call.chain->back();
            call.chain->pop_back();
            hand_place(group.options, body);
            for (const char* name : {"group_id", "group_index", "chord", "chain"})
                group.options.erase(name);
            return send_chord(chord_of(group, body), std::move(call));
        }
        const json::Value* chord = group.options.if_contains("chord");
        const bool has_chord = chord != nullptr && chord->is_object();
        const auto place = text_option(group, "group_id");
        if (has_chord && !place) {  // the header of a chord, without the chord around it
            MSS_TRY_ASSIGN(const Signature body, read_signature(*chord));
            group.options.erase("chord");
            return send_chord(chord_of(group, body), std::move(call));
        }
        // As a part of a chord its members are counted there, and have its number.
        if (has_chord) return send_members(group, *place, group.options, call.previous);
        const std::string id = settle_id(group);
        return send_members(group, id, {}, call.previous);
    }

    Result<ResultPointer> send_members(const Signature& group, const std::string& id, const json::Object& place,
                                       const std::optional<json::Value>& previous) {
        MSS_TRY_ASSIGN(Steps members, members_of(group));
        ResultPointer pointer;
        pointer.id = id;
        pointer.members.emplace();
        for (std::size_t i = 0; i < members.size(); ++i) {
            members[i].options["group_id"] = id;
            members[i].options["group_index"] = i;
            hand_place(place, members[i]);
            MSS_TRY_ASSIGN(ResultPointer member, send(std::move(members[i]), {.previous = previous, .chain = {}}));
            pointer.members->push_back(std::move(member));
        }
        return pointer;
    }

    Result<ResultPointer> send_chord(const Signature& chord, Call call) {
        MSS_TRY_ASSIGN(Signature header, header_of(chord));
        MSS_TRY_ASSIGN(Signature body, body_of_chord(chord));
        MSS_TRY_ASSIGN(const Steps members, members_of(header));
        if (chord.immutable) call.previous.reset();
        const std::string group_id = settle_id(header);
        hand_down(chord.options, body);
        hand_place(chord.options, body);
        for (const char* name : {"link", "link_error"})
            link_more(body, name, chord.options.if_contains(name));
        if (call.chain) {
            const json::Value* more = body.options.if_contains("chain");
            MSS_TRY_ASSIGN(const Signatures inner, read_signatures(more == nullptr ? json::Value() : *more));
            Steps rest = std::move(*call.chain);
            if (inner) rest.insert(rest.end(), inner->begin(), inner->end());
            body.options["chain"] = write_signatures(rest);
        }
        ResultPointer pointer;
        pointer.id = settle_id(body);
        if (members.empty()) return send(std::move(body), {.previous = json::Array(), .chain = {}});
        MSS_TRY_ASSIGN(const std::int64_t size, endings_of(header));
        json::Object place{{"chord", write_signature(body)}};
        if (print_wire(place).size() > kBodyBytesMax / members.size())
            return fail(Code::too_large, "the parts of a chord would carry too many copies of its body");
        publication_.chords.push_back({group_id, size});
        MSS_TRY_ASSIGN(const ResultPointer group, send_members(header, group_id, place, call.previous));
        pointer.parent = write_pointer(group);
        return pointer;
    }

    const TaskMessage& parent_;
    const Sender& sender_;
    Publication publication_;
};

}  // namespace

Result<Publication> publish_signature(const TaskMessage& parent, const Signature& signature, const Call& call,
                                      const Sender& sender) {
    Publisher publisher(parent, sender);
    MSS_TRY(publisher.add(signature, call));
    return std::move(publisher).finish();
}

Result<Publication> after_success(const TaskMessage& message, const json::Value& result, const Sender& sender) {
    Publisher publisher(message, sender);
    for (const Signature& callback : message.embed.callbacks.value_or(Steps()))
        MSS_TRY(publisher.add(callback, {.previous = result, .chain = {}}));
    if (message.embed.chain && !message.embed.chain->empty()) {
        Steps rest = *message.embed.chain;
        const Signature next = std::move(rest.back());
        rest.pop_back();
        MSS_TRY(publisher.add(next, {.previous = result, .chain = std::move(rest)}));
    }
    return std::move(publisher).finish();
}

Result<Publication> after_failure(const TaskMessage& message, const Sender& sender) {
    Publisher publisher(message, sender);
    for (const Signature& errback : message.embed.errbacks.value_or(Steps()))
        MSS_TRY(publisher.add(errback, {.previous = json::Value(message.id), .chain = {}}));
    return std::move(publisher).finish();
}

}  // namespace mss::celery
