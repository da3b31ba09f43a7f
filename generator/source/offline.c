// SPDX-License-Identifier: EUPL-1.2
// Nothing here makes a connection, and libgit2 is a part of the program (see the Makefile).
// What takes it online is left out: these functions stand for those of its parts that know
// Kerberos, SSH and TLS, which bring a dozen libraries and read the certificates of all
// authorities when the program starts, 8 milliseconds in all.  A program that has libgit2
// beside it does not ask for them.
struct git_stream;

int git_http_auth_negotiate(void **out, const void *url);
int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_mbedtls_stream_global_init(void);
int git_mbedtls_stream_new(struct git_stream **out, const char *host, const char *port);
int git_mbedtls_stream_wrap(struct git_stream **out, struct git_stream *in, const char *host);
int git_smart_subtransport_ssh(void **out, void *owner, void *parameter);
int git_transport_ssh_global_init(void);

enum { REFUSED = -1 };

int git_transport_ssh_global_init(void)
{
    return 0;
}

int git_mbedtls_stream_global_init(void)
{
    return 0;
}

int git_mbedtls__set_cert_location(const char *file, const char *path)
{
    (void)file;
    (void)path;
    return REFUSED;
}

int git_mbedtls_stream_new(struct git_stream **out, const char *host, const char *port)
{
    (void)host;
    (void)port;
    *out = 0;
    return REFUSED;
}

int git_mbedtls_stream_wrap(struct git_stream **out, struct git_stream *in, const char *host)
{
    (void)in;
    (void)host;
    *out = 0;
    return REFUSED;
}

int git_http_auth_negotiate(void **out, const void *url)
{
    (void)url;
    *out = 0;
    return REFUSED;
}

int git_smart_subtransport_ssh(void **out, void *owner, void *parameter)
{
    (void)owner;
    (void)parameter;
    *out = 0;
    return REFUSED;
}
