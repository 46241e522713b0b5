// libstdc++ inside the executable asks for arc4random, which glibc has from 2.36 on. The program is to run on older ones,
// and nothing of it calls what asks.
#ifdef STATIC_RUNTIME

#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

uint32_t arc4random(void) {
    uint32_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number) abort();
    return number;
}

#endif
