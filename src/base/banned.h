/* SPDX-License-Identifier: Apache-2.0
 * banned.h: functions that do not compile here (after git's banned.h): they write without a limit,
 * keep hidden state, ignore overflow or depend on the locale. Forced into every file by the build,
 * after the system headers it needs. */
#ifndef SCRUT_BANNED_H
#define SCRUT_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SCRUT_BANNED(name) scrut_sorry_##name##_is_a_banned_function
#undef strcpy
#define strcpy(a, b) SCRUT_BANNED(strcpy)
#undef strcat
#define strcat(a, b) SCRUT_BANNED(strcat)
#undef strncpy
#define strncpy(a, b, n) SCRUT_BANNED(strncpy)
#undef strncat
#define strncat(a, b, n) SCRUT_BANNED(strncat)
#undef strtok
#define strtok(a, b) SCRUT_BANNED(strtok)
#undef sprintf
#define sprintf(...) SCRUT_BANNED(sprintf)
#undef vsprintf
#define vsprintf(a, b, c) SCRUT_BANNED(vsprintf)
#undef gets
#define gets(a) SCRUT_BANNED(gets)
#undef atoi
#define atoi(a) SCRUT_BANNED(atoi)
#undef atol
#define atol(a) SCRUT_BANNED(atol)
#undef atoll
#define atoll(a) SCRUT_BANNED(atoll)
#undef atof
#define atof(a) SCRUT_BANNED(atof)
#undef localtime
#define localtime(a) SCRUT_BANNED(localtime)
#undef gmtime
#define gmtime(a) SCRUT_BANNED(gmtime)
#undef ctime
#define ctime(a) SCRUT_BANNED(ctime)
#undef rand
#define rand() SCRUT_BANNED(rand)
#undef setlocale
#define setlocale(a, b) SCRUT_BANNED(setlocale)

#endif
