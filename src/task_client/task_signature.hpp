#pragma once
// TaskSignature: the name of a task, and the types of what it takes and gives, said once for those who call it and
// those who run it:
//
//     const TaskSignature<double(double, double)> kAdd("demo.add", {"x", "y"});
//     kAdd(1, 2)                 a call, for TaskClient::send() or as what follows another task
//     kAdd.bind(args, kwargs)    its arguments, for whoever runs it
//
// Types are whatever base/json.hpp turns into JSON: numbers, texts, lists, maps, optional values, described structs,
// json::Value. Plain values; any thread.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/signature.hpp"

namespace mss::task_client {

/// A call whose result is an R. Its `options` are Celery's, and count where the call follows another task.
template <class R>
struct Call : celery::Signature {};

/// The arguments as a list of `parameters.size()` places, as Python binds them; what was not given is null. Errors:
/// invalid (more than there are, one that is not known or given twice).
Result<json::Array> bind_places(const std::string& task, const std::vector<std::string>& parameters, std::size_t places,
                                const json::Array& args, const json::Object& kwargs);

template <class Types>
class TaskSignature;

template <class R, class... Args>
class TaskSignature<R(Args...)> {
public:
    using Returned = R;
    using Arguments = std::tuple<Args...>;

    /// `parameters`: what the arguments are called, so that others can give them by name; empty: by their places only.
    /// Throws std::logic_error where there are not as many as arguments.
    explicit TaskSignature(std::string name, std::vector<std::string> parameters = {})
        : name_(std::move(name)), parameters_(std::move(parameters)) {
        if (!parameters_.empty() && parameters_.size() != sizeof...(Args))
            throw std::logic_error(name_ + " has other parameters than arguments");
    }

    const std::string& name() const { return name_; }

    Call<R> operator()(const Args&... args) const {
        Call<R> call;
        call.task = name_;
        (call.args.push_back(json::encode(args)), ...);
        return call;
    }

    /// Arguments that are optional may be left out. Errors: invalid, with the place or the name.
    Result<Arguments> bind(const json::Array& args, const json::Object& kwargs) const {
        MSS_TRY_ASSIGN(const json::Array places, bind_places(name_, parameters_, sizeof...(Args), args, kwargs));
        Arguments bound;
        MSS_TRY(read(places, bound, std::index_sequence_for<Args...>()));
        return bound;
    }

private:
    template <std::size_t... Index>
    Result<void> read(const json::Array& places, Arguments& bound, std::index_sequence<Index...>) const {
        Result<void> outcome;
        (
            [&] {
                if (outcome) outcome = json::detail::read(places[Index], std::get<Index>(bound), place_name(Index));
            }(),
            ...);
        if (!outcome) return std::unexpected(outcome.error().with_context(name_));
        return outcome;
    }

    std::string place_name(std::size_t index) const {
        return parameters_.empty() ? "argument " + std::to_string(index + 1) : parameters_[index];
    }

    std::string name_;
    std::vector<std::string> parameters_;
};

}  // namespace mss::task_client
