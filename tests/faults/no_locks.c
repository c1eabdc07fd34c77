/* A network folder without locks: preloaded into a program, it refuses every lock of a file, as NFS without its lock
   daemon does (ENOLCK). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

#define REFUSING(name)                                                        \
    int name(int file, int command, ...) {                                    \
        static int (*plain)(int, int, ...);                                   \
        va_list more;                                                         \
        void *given;                                                          \
        va_start(more, command);                                              \
        given = va_arg(more, void *);                                         \
        va_end(more);                                                         \
        if (command == F_SETLK || command == F_SETLKW) {                      \
            errno = ENOLCK;                                                   \
            return -1;                                                        \
        }                                                                     \
        if (!plain)                                                           \
            plain = (int (*)(int, int, ...))dlsym(RTLD_NEXT, #name);          \
        return plain(file, command, given);                                   \
    }

REFUSING(fcntl)
REFUSING(fcntl64)
