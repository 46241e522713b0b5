#include "Internal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/// What the environment wishes for characters, whether installed or not.
static const char *wished_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return value;
    }
    return "C";
}

TerminalLocale terminal_take_locale(void) {
    // Only the encoding: numbers and dates of other libraries stay as they are, and one file is read instead of twelve.
    if (!setlocale(LC_CTYPE, "")) {
        // Over SSH the person's locale is often not installed on the server, while their terminal still speaks UTF-8.
        const char *encoding = strchr(wished_locale(), '.');
        bool wants_utf8 = encoding && (!strcasecmp(encoding, ".UTF-8") || !strcasecmp(encoding, ".UTF8"));
        if (!wants_utf8 || !setlocale(LC_CTYPE, "C.UTF-8")) return TERMINAL_LOCALE_ASCII;
    }
    if (!strcmp(nl_langinfo(CODESET), "UTF-8")) return TERMINAL_LOCALE_UTF8;
    return mblen(NULL, 0) ? TERMINAL_LOCALE_STATEFUL : TERMINAL_LOCALE_ASCII;
}
