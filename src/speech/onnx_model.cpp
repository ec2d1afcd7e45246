#include "speech/onnx_model.hpp"

#include <cstddef>
#include <dlfcn.h>
#include <utility>

#include <fmt/format.h>

namespace mss::speech {
namespace {

// What the interface calls OrtEnv, OrtSession and so on: nobody outside sees into them.
struct Status;
struct Environment;
struct SessionOptions;
struct Session;
struct Value;
struct MemoryInfo;
struct TensorInfo;
struct RunOptions;

constexpr std::uint32_t kInterfaceVersion = 16;  // of ONNX Runtime 1.16, September 2023; later ones have it too
constexpr int kWarnings = 2;                     // the log's level
constexpr int kFloat = 1;                        // of elements
constexpr int kInt64 = 7;
constexpr int kAllOptimisations = 99;
constexpr int kDeviceAllocator = 0;
constexpr int kDefaultMemory = 0;

struct InterfaceBase {
    const void* (*get_interface)(std::uint32_t version);
    const char* (*version_name)();
};

// The functions of the table, by their place in it. The table is an array of pointers of one size.
class Interface {
public:
    explicit Interface(const void* table) : table_(static_cast<void* const*>(table)) {}

    const char* error_message(const Status* status) const { return at<const char*(const Status*)>(2)(status); }
    Status* create_environment(Environment** out) const {
        return at<Status*(int, const char*, Environment**)>(3)(kWarnings, "mss", out);
    }
    Status* create_session(const Environment* environment, std::string_view network, const SessionOptions* options,
                           Session** out) const {
        return at<Status*(const Environment*, const void*, std::size_t, const SessionOptions*, Session**)>(8)(
            environment, network.data(), network.size(), options, out);
    }
    Status* run(Session* session, std::span<const char* const> input_names, std::span<const Value* const> inputs,
                std::span<const char* const> output_names, std::span<Value*> outputs) const {
        return at<Status*(Session*, const RunOptions*, const char* const*, const Value* const*, std::size_t,
                          const char* const*, std::size_t, Value**)>(9)(
            session, nullptr, input_names.data(), inputs.data(), inputs.size(), output_names.data(), outputs.size(),
            outputs.data());
    }
    Status* create_options(SessionOptions** out) const { return at<Status*(SessionOptions**)>(10)(out); }
    Status* set_optimisation(SessionOptions* options) const {
        return at<Status*(SessionOptions*, int)>(23)(options, kAllOptimisations);
    }
    Status* set_threads(SessionOptions* options, int threads) const {
        return at<Status*(SessionOptions*, int)>(24)(options, threads);
    }
    Status* create_tensor(const MemoryInfo* memory, void* data, std::size_t bytes, std::span<const std::int64_t> shape,
                          int element, Value** out) const {
        return at<Status*(const MemoryInfo*, void*, std::size_t, const std::int64_t*, std::size_t, int, Value**)>(49)(
            memory, data, bytes, shape.data(), shape.size(), element, out);
    }
    Status* tensor_data(Value* tensor, void** out) const { return at<Status*(Value*, void**)>(51)(tensor, out); }
    Status* element_count(const TensorInfo* info, std::size_t* out) const {
        return at<Status*(const TensorInfo*, std::size_t*)>(64)(info, out);
    }
    Status* tensor_info(const Value* tensor, TensorInfo** out) const {
        return at<Status*(const Value*, TensorInfo**)>(65)(tensor, out);
    }
    Status* create_memory_info(MemoryInfo** out) const {
        return at<Status*(int, int, MemoryInfo**)>(69)(kDeviceAllocator, kDefaultMemory, out);
    }

    // Each kind of object has its own way to go.
    void release(Environment* object) const { at<void(Environment*)>(92)(object); }
    void release(Status* object) const { at<void(Status*)>(93)(object); }
    void release(MemoryInfo* object) const { at<void(MemoryInfo*)>(94)(object); }
    void release(Session* object) const { at<void(Session*)>(95)(object); }
    void release(Value* object) const { at<void(Value*)>(96)(object); }
    void release(TensorInfo* object) const { at<void(TensorInfo*)>(99)(object); }
    void release(SessionOptions* object) const { at<void(SessionOptions*)>(100)(object); }

private:
    template <class Function>
    Function* at(std::size_t place) const {
        return reinterpret_cast<Function*>(table_[place]);
    }

    void* const* table_;
};

// An object of the runtime, which has to outlive it.
template <class Object>
class Owned {
public:
    explicit Owned(const Interface& interface) : interface_(&interface) {}
    Owned(Owned&& other) noexcept : interface_(other.interface_), object_(std::exchange(other.object_, nullptr)) {}
    Owned& operator=(Owned&&) = delete;
    ~Owned() {
        if (object_ != nullptr) interface_->release(object_);
    }

    Object* get() const { return object_; }
    Object** out() { return &object_; }

private:
    const Interface* interface_;
    Object* object_ = nullptr;
};

struct CloseLibrary {
    void operator()(void* library) const { ::dlclose(library); }
};

std::string loader_error() {
    const char* why = ::dlerror();
    return why == nullptr ? "no reason given" : why;
}

// A status is an error; none is success.
Result<void> checked(const Interface& interface, Status* status, Code code, std::string_view what) {
    if (status == nullptr) return {};
    const std::string why = interface.error_message(status);
    interface.release(status);
    return fail(code, fmt::format("the speech model {}", what), why);
}

}  // namespace

// In the order in which each needs the one before.
struct OnnxModel::Runtime {
    std::unique_ptr<void, CloseLibrary> library;
    Interface interface;
    Owned<Environment> environment{interface};
    Owned<SessionOptions> options{interface};
    Owned<Session> session{interface};
    Owned<MemoryInfo> memory{interface};

    Result<void> load(std::string_view network, int threads);
    Result<Owned<Value>> tensor(const Input& input) const;
    Result<std::vector<float>> values_of(const Owned<Value>& tensor) const;
};

Result<void> OnnxModel::Runtime::load(std::string_view network, int threads) {
    const auto check = [this](Status* status, Code code = Code::internal) {
        return checked(interface, status, code, "could not be loaded");
    };
    MSS_TRY(check(interface.create_environment(environment.out())));
    MSS_TRY(check(interface.create_options(options.out())));
    MSS_TRY(check(interface.set_threads(options.get(), threads)));
    MSS_TRY(check(interface.set_optimisation(options.get())));
    // The runtime's own memory stays as it comes: without its arena the peak of a sentence is four times as high.
    MSS_TRY(check(interface.create_session(environment.get(), network, options.get(), session.out()), Code::invalid));
    return check(interface.create_memory_info(memory.out()));
}

Result<Owned<Value>> OnnxModel::Runtime::tensor(const Input& input) const {
    Owned<Value> made(interface);
    const auto create = [&](const void* data, std::size_t bytes, int element) {
        // The interface takes no const, and the runtime leaves inputs alone.
        return checked(
            interface,
            interface.create_tensor(memory.get(), const_cast<void*>(data), bytes, input.shape, element, made.out()),
            Code::internal, "refused its input");
    };
    if (const auto* whole = std::get_if<std::span<const std::int64_t>>(&input.values))
        MSS_TRY(create(whole->data(), whole->size_bytes(), kInt64));
    else if (const auto* real = std::get_if<std::span<const float>>(&input.values))
        MSS_TRY(create(real->data(), real->size_bytes(), kFloat));
    return Result<Owned<Value>>(std::move(made));
}

Result<std::vector<float>> OnnxModel::Runtime::values_of(const Owned<Value>& tensor) const {
    const auto check = [this](Status* status) {
        return checked(interface, status, Code::internal, "gave nothing that can be read");
    };
    Owned<TensorInfo> info(interface);
    std::size_t count = 0;
    void* data = nullptr;
    MSS_TRY(check(interface.tensor_info(tensor.get(), info.out())));
    MSS_TRY(check(interface.element_count(info.get(), &count)));
    MSS_TRY(check(interface.tensor_data(tensor.get(), &data)));
    const auto* first = static_cast<const float*>(data);
    return std::vector<float>(first, first + count);
}

OnnxModel::OnnxModel(std::unique_ptr<Runtime> runtime) : runtime_(std::move(runtime)) {}
OnnxModel::OnnxModel(OnnxModel&&) noexcept = default;
OnnxModel& OnnxModel::operator=(OnnxModel&&) noexcept = default;
OnnxModel::~OnnxModel() = default;

Result<OnnxModel> OnnxModel::open(const std::filesystem::path& runtime, std::string_view network, int threads) {
    std::unique_ptr<void, CloseLibrary> library(::dlopen(runtime.c_str(), RTLD_NOW | RTLD_LOCAL));
    if (library == nullptr)
        return fail(Code::unavailable, fmt::format("{} cannot be opened", runtime.string()), loader_error());
    auto* find_base = reinterpret_cast<const InterfaceBase* (*)()>(::dlsym(library.get(), "OrtGetApiBase"));
    const InterfaceBase* base = find_base == nullptr ? nullptr : find_base();
    const void* table = base == nullptr ? nullptr : base->get_interface(kInterfaceVersion);
    if (table == nullptr)
        return fail(Code::unavailable, fmt::format("{} is no ONNX Runtime, or one before version 1.{}",
                                                   runtime.string(), kInterfaceVersion));
    std::unique_ptr<Runtime> loaded(new Runtime{.library = std::move(library), .interface = Interface(table)});
    MSS_TRY(loaded->load(network, threads));
    return OnnxModel(std::move(loaded));
}

Result<std::vector<std::vector<float>>> OnnxModel::run(std::span<const Input> inputs,
                                                       std::span<const char* const> output_names) {
    std::vector<Owned<Value>> tensors;
    std::vector<const char*> names;
    std::vector<const Value*> values;
    for (const Input& input : inputs) {
        MSS_TRY_ASSIGN(Owned<Value> tensor, runtime_->tensor(input));
        values.push_back(tensor.get());
        names.push_back(input.name);
        tensors.push_back(std::move(tensor));
    }
    std::vector<Value*> made(output_names.size(), nullptr);
    Status* status = runtime_->interface.run(runtime_->session.get(), names, values, output_names, made);
    std::vector<Owned<Value>> outputs;
    for (Value* value : made) {
        outputs.emplace_back(runtime_->interface);
        *outputs.back().out() = value;
    }
    MSS_TRY(checked(runtime_->interface, status, Code::internal, "failed on this sentence"));
    std::vector<std::vector<float>> results;
    for (const Owned<Value>& output : outputs) {
        MSS_TRY_ASSIGN(std::vector<float> values_made, runtime_->values_of(output));
        results.push_back(std::move(values_made));
    }
    return results;
}

}  // namespace mss::speech
