// SPDX-License-Identifier: EUPL-1.2
// libxml2 asks ICU for an encoding that neither itself nor the C library knows, and is a part of
// the program (see the Makefile).  No drawing has one; ICU, with the library of C++, would take
// half of the time in which the program starts.  A libxml2 without ICU does not ask, and then
// only this stands here:
struct encoding;

#if __has_include(<unicode/ucnv.h>)
#include <unicode/ucnv.h>

UConverter *ucnv_open(const char *name, UErrorCode *error)
{
    (void)name;
    *error = U_FILE_ACCESS_ERROR;
    return NULL;
}

// ---- Nobody comes here, for there is no converter ----

void ucnv_close(UConverter *converter)
{
    (void)converter;
}

void ucnv_setFromUCallBack(UConverter *converter, UConverterFromUCallback action,
                           const void *context, UConverterFromUCallback *old_action,
                           const void **old_context, UErrorCode *error)
{
    (void)converter, (void)action, (void)context, (void)old_action, (void)old_context;
    *error = U_UNSUPPORTED_ERROR;
}

void ucnv_setToUCallBack(UConverter *converter, UConverterToUCallback action, const void *context,
                         UConverterToUCallback *old_action, const void **old_context,
                         UErrorCode *error)
{
    (void)converter, (void)action, (void)context, (void)old_action, (void)old_context;
    *error = U_UNSUPPORTED_ERROR;
}

void ucnv_convertEx(UConverter *to, UConverter *from, char **target, const char *target_end,
                    const char **source, const char *source_end, UChar *pivot, UChar **pivot_source,
                    UChar **pivot_target, const UChar *pivot_end, UBool reset, UBool flush,
                    UErrorCode *error)
{
    (void)to, (void)from, (void)target, (void)target_end, (void)source, (void)source_end;
    (void)pivot, (void)pivot_source, (void)pivot_target, (void)pivot_end, (void)reset, (void)flush;
    *error = U_UNSUPPORTED_ERROR;
}

void UCNV_FROM_U_CALLBACK_STOP(const void *context, UConverterFromUnicodeArgs *arguments,
                               const UChar *units, int32_t length, UChar32 character,
                               UConverterCallbackReason reason, UErrorCode *error)
{
    (void)context, (void)arguments, (void)units, (void)length, (void)character, (void)reason;
    *error = U_UNSUPPORTED_ERROR;
}

void UCNV_TO_U_CALLBACK_STOP(const void *context, UConverterToUnicodeArgs *arguments,
                             const char *units, int32_t length, UConverterCallbackReason reason,
                             UErrorCode *error)
{
    (void)context, (void)arguments, (void)units, (void)length, (void)reason;
    *error = U_UNSUPPORTED_ERROR;
}

#endif
