#include "celery/signature.hpp"

#include <utility>

#include <fmt/format.h>

#include "celery/wire_json.hpp"

namespace mss::celery {

Result<Signature> read_signature(const json::Value& value) {
    if (!value.is_object()) return fail(Code::invalid, "a signature is no object");
    json::Object object = value.get_object();
    Signature signature;
    const auto read = [&]() -> Result<void> {
        MSS_TRY(take_required(object, "task", signature.task));
        MSS_TRY(take_array(object, "args", signature.args));
        MSS_TRY(take_object(object, "kwargs", signature.kwargs));
        MSS_TRY(take_object(object, "options", signature.options));
        MSS_TRY(take(object, "subtask_type", signature.subtask_type));
        return take(object, "immutable", signature.immutable);
    };
    if (const auto outcome = read(); !outcome) return std::unexpected(outcome.error().with_context("a signature"));
    signature.others = std::move(object);
    return signature;
}

json::Object write_signature(const Signature& signature) {
    json::Object object{{"task", signature.task},
                        {"args", signature.args},
                        {"kwargs", signature.kwargs},
                        {"options", signature.options},
                        {"subtask_type", json::encode(signature.subtask_type)},
                        {"immutable", signature.immutable}};
    add_missing(object, signature.others);
    return object;
}

Result<Signatures> read_signatures(const json::Value& value) {
    if (value.is_null()) return Signatures();
    std::vector<Signature> read;
    if (value.is_object()) {
        MSS_TRY_ASSIGN(auto single, read_signature(value));
        read.push_back(std::move(single));
        return Signatures(std::move(read));
    }
    const json::Array* array = value.if_array();
    if (array == nullptr) return fail(Code::invalid, "expected a list of signatures");
    for (const json::Value& element : *array) {
        MSS_TRY_ASSIGN(auto signature, read_signature(element));
        read.push_back(std::move(signature));
    }
    return Signatures(std::move(read));
}

json::Value write_signatures(const Signatures& signatures) {
    if (!signatures) return nullptr;
    json::Array array;
    for (const Signature& signature : *signatures)
        array.emplace_back(write_signature(signature));
    return array;
}

Result<Embed> read_embed(const json::Value& value) {
    Embed embed;
    if (value.is_null()) return embed;
    if (!value.is_object()) return fail(Code::invalid, "embed: expected an object");
    json::Object object = value.get_object();
    const auto take_signatures = [&](const char* name, Signatures& target) -> Result<void> {
        json::Value list;
        MSS_TRY(take(object, name, list));
        auto read = read_signatures(list);
        if (!read) return std::unexpected(read.error().with_context(fmt::format("embed.{}", name)));
        target = std::move(*read);
        return {};
    };
    MSS_TRY(take_signatures("callbacks", embed.callbacks));
    MSS_TRY(take_signatures("errbacks", embed.errbacks));
    MSS_TRY(take_signatures("chain", embed.chain));
    json::Value chord;
    MSS_TRY(take(object, "chord", chord));
    if (!chord.is_null()) {
        auto body = read_signature(chord);
        if (!body) return std::unexpected(body.error().with_context("embed.chord"));
        embed.chord = std::move(*body);
    }
    embed.others = std::move(object);
    return embed;
}

json::Object write_embed(const Embed& embed) {
    json::Object object{{"callbacks", write_signatures(embed.callbacks)},
                        {"errbacks", write_signatures(embed.errbacks)},
                        {"chain", write_signatures(embed.chain)},
                        {"chord", embed.chord ? json::Value(write_signature(*embed.chord)) : json::Value(nullptr)}};
    add_missing(object, embed.others);
    return object;
}

}  // namespace mss::celery
