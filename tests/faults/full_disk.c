/* A disk that is full from the n-th write on: preloaded into a program, it counts what is written to files.

   PEANUT_FULL_AFTER says how many writes succeed; PEANUT_FULL_COUNT names a file of eight bytes in which they are
   counted, for all processes together. Pipes, terminals and sockets are left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static long *count;
static long most;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("PEANUT_FULL_COUNT"), *after = getenv("PEANUT_FULL_AFTER");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    most = after ? atol(after) : 0;
    if (file < 0)
        return;
    count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (count == MAP_FAILED)
        count = NULL;
    close(file);
}

static int is_refused(int file) {
    struct stat facts;
    if (!count || fstat(file, &facts) || !S_ISREG(facts.st_mode))
        return 0;
    if (__sync_fetch_and_add(count, 1) < most)
        return 0;
    errno = ENOSPC;
    return 1;
}

#define REFUSING(type, name, parameters, ...)                                 \
    type name parameters {                                                   \
        static type(*plain) parameters;                                       \
        if (!plain)                                                           \
            plain = (type(*) parameters)dlsym(RTLD_NEXT, #name);              \
        return is_refused(file) ? -1 : plain(__VA_ARGS__);                    \
    }

REFUSING(ssize_t, write, (int file, const void *data, size_t size), file, data, size)
REFUSING(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), file, data, size, at)
REFUSING(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), file, data, size, at)
REFUSING(ssize_t, writev, (int file, const struct iovec *data, int size), file, data, size)
REFUSING(int, ftruncate, (int file, off_t size), file, size)
REFUSING(int, ftruncate64, (int file, off64_t size), file, size)
REFUSING(int, fallocate, (int file, int mode, off_t at, off_t size), file, mode, at, size)
