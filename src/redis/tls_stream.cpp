#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "redis/stream.hpp"

namespace mss::redis {
namespace {

struct ContextFree {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct SslFree {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};
struct MethodFree {
    void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};
using Method = std::unique_ptr<BIO_METHOD, MethodFree>;
using Context = std::unique_ptr<SSL_CTX, ContextFree>;
using Ssl = std::unique_ptr<SSL, SslFree>;

// What OpenSSL noted last; its queue, which belongs to the thread, is empty afterwards.
std::string last_words() {
    std::array<char, 256> text{};
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    if (code == 0) return "no reason is known";
    ERR_error_string_n(code, text.data(), text.size());
    return text.data();
}

int length_of(std::size_t bytes) {
    return static_cast<int>(std::min<std::size_t>(bytes, INT_MAX));
}

// OpenSSL's own way to a socket would kill a process that does not ignore SIGPIPE. The socket is the data of the BIO.
int socket_of(BIO* bio) {
    return static_cast<const int*>(BIO_get_data(bio))[0];
}

int moved_by(BIO* bio, ssize_t moved, int retry) {
    BIO_clear_retry_flags(bio);
    if (moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        BIO_set_flags(bio, retry | BIO_FLAGS_SHOULD_RETRY);
    return static_cast<int>(moved);
}

int send_bytes(BIO* bio, const char* bytes, int length) {
    return moved_by(bio, ::send(socket_of(bio), bytes, static_cast<std::size_t>(length), MSG_NOSIGNAL),
                    BIO_FLAGS_WRITE);
}

int receive_bytes(BIO* bio, char* bytes, int length) {
    return moved_by(bio, ::recv(socket_of(bio), bytes, static_cast<std::size_t>(length), 0), BIO_FLAGS_READ);
}

long control(BIO*, int command, long, void*) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

class TlsStream final : public Stream {
public:
    explicit TlsStream(int socket) : socket_(socket) {}

    Result<void> prepare(const Endpoint& endpoint);

    Result<Step> receive(std::span<char> buffer) override {
        ERR_clear_error();
        return step_of(SSL_read(ssl_.get(), buffer.data(), length_of(buffer.size())));
    }
    Result<Step> send(std::string_view bytes) override {
        ERR_clear_error();
        return step_of(SSL_write(ssl_.get(), bytes.data(), length_of(bytes.size())));
    }
    Result<Step> shake_hands() override {
        ERR_clear_error();
        const int done = SSL_connect(ssl_.get());
        if (done == 1) return Step{};
        const long verdict = SSL_get_verify_result(ssl_.get());
        if (verdict != X509_V_OK && SSL_get_verify_mode(ssl_.get()) != SSL_VERIFY_NONE)
            return fail(Code::forbidden,
                        fmt::format("its certificate is refused: {}", X509_verify_cert_error_string(verdict)));
        MSS_TRY_ASSIGN(const Step step, step_of(done));
        if (step.closed) return fail(Code::unavailable, "it speaks no TLS");
        return step;
    }

private:
    Result<Step> step_of(int moved) {
        if (moved > 0) return Step{.bytes = static_cast<std::size_t>(moved)};
        switch (SSL_get_error(ssl_.get(), moved)) {
            case SSL_ERROR_WANT_READ: return Step{.wants = POLLIN};
            case SSL_ERROR_WANT_WRITE: return Step{.wants = POLLOUT};
            case SSL_ERROR_ZERO_RETURN: return Step{.closed = true};
            case SSL_ERROR_SYSCALL: {
                const int error = errno;
                if (ERR_peek_error() == 0)
                    return fail(Code::unavailable, error == 0 ? std::string("it closed the connection")
                                                              : std::generic_category().message(error));
                break;
            }
            default: break;
        }
        return fail(Code::unavailable, fmt::format("TLS: {}", last_words()));
    }

    const int socket_;
    Method method_;
    Context context_;
    Ssl ssl_;  // last: it uses all of the above
};

Result<void> use_files(SSL_CTX* context, const Endpoint& endpoint) {
    const Tls& tls = *endpoint.tls;
    const bool trusted = tls.authorities.empty()
                             ? SSL_CTX_set_default_verify_paths(context) == 1
                             : SSL_CTX_load_verify_locations(context, tls.authorities.c_str(), nullptr) == 1;
    if (!trusted)
        return fail(Code::invalid, fmt::format("ssl_ca_certs: {} has no certificates to trust", tls.authorities),
                    last_words());
    if (!tls.certificate.empty() && SSL_CTX_use_certificate_chain_file(context, tls.certificate.c_str()) != 1)
        return fail(Code::invalid, fmt::format("ssl_certfile: {} has no certificate", tls.certificate), last_words());
    const std::string& key = tls.key.empty() ? tls.certificate : tls.key;
    if (!key.empty() && SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
        return fail(Code::invalid, fmt::format("ssl_keyfile: {} has no key that fits the certificate", key),
                    last_words());
    return {};
}

// The certificate has to be of the name, or of the address where there is no name.
bool expect_name(SSL* ssl, const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> binary{};
    const bool address = ::inet_pton(AF_INET, host.c_str(), binary.data()) == 1 ||
                         ::inet_pton(AF_INET6, host.c_str(), binary.data()) == 1;
    if (address) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    return SSL_set_tlsext_host_name(ssl, host.c_str()) == 1 && SSL_set1_host(ssl, host.c_str()) == 1;
}

Result<void> TlsStream::prepare(const Endpoint& endpoint) {
    ERR_clear_error();
    context_.reset(SSL_CTX_new(TLS_client_method()));
    method_.reset(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket"));
    if (!context_ || !method_) return fail(Code::internal, "TLS cannot be used", last_words());
    BIO_meth_set_write(method_.get(), send_bytes);
    BIO_meth_set_read(method_.get(), receive_bytes);
    BIO_meth_set_ctrl(method_.get(), control);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    MSS_TRY(use_files(context_.get(), endpoint));
    SSL_CTX_set_verify(context_.get(), endpoint.tls->verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    ssl_.reset(SSL_new(context_.get()));
    BIO* bio = BIO_new(method_.get());
    if (!ssl_ || bio == nullptr) {
        BIO_free(bio);
        return fail(Code::internal, "TLS cannot be used", last_words());
    }
    BIO_set_data(bio, const_cast<int*>(&socket_));  // NOLINT(cppcoreguidelines-pro-type-const-cast): only read
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    if (!expect_name(ssl_.get(), endpoint.host))
        return fail(Code::invalid, "the name of the Redis server is none that a certificate may have", last_words());
    return {};
}

}  // namespace

Result<std::unique_ptr<Stream>> tls_stream(int socket, const Endpoint& endpoint) {
    auto stream = std::make_unique<TlsStream>(socket);
    MSS_TRY(stream->prepare(endpoint));
    return stream;
}

}  // namespace mss::redis
